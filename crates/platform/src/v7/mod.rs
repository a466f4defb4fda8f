//! `/v7/`: the balena API's OData resources (balena-api.md §5).

use axum::Router;
use axum::routing::get;

use crate::state::Shared;

mod action;
mod read;
mod write;

pub(crate) fn routes() -> Router<Shared> {
    let resource = || get(read::get).post(write::post).patch(write::patch).put(write::put).delete(write::delete);
    Router::new()
        .route("/v7/{*rest}", resource())
        // Supervisors up to 17 ask for v6; what they ask for is the same there.
        .route("/v6/{*rest}", resource())
}
