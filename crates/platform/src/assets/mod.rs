//! Files of releases (`release_asset`): kept beside the database, sent in forms or in parts, fetched by signed links
//! (balena-api.md §6.5).

use crate::route_table::Routes;

mod download;
mod form;
pub(crate) mod intercept;
pub(crate) mod link;
mod parts;
mod received;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/release-assets/{file}", download::get).put("/release-assets/uploads/{uuid}/{part}", parts::put)
}
