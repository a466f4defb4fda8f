//! `/v7/`: the balena API's OData resources (balena-api.md §5).

use http::StatusCode;

use crate::route_table::Routes;

mod action;
mod asked;
mod permission;
mod read;
mod write;

/// Supervisors up to 17 ask for v6; what they ask for is the same there.
pub(crate) fn routes() -> Routes {
    let nothing = || async { StatusCode::UNAUTHORIZED };
    ["/v7/{*rest}", "/v6/{*rest}"].into_iter().fold(Routes::new().get("/v7/", nothing), |routes, path| {
        routes
            .get(path, read::get)
            .post(path, write::post)
            .patch(path, write::patch)
            .put(path, write::put)
            .delete(path, write::delete)
    })
}
