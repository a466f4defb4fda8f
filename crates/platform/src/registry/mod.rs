//! Images as devices download them: manifests from the database, blobs from the disk (the read half of an OCI registry).

use http::StatusCode;

use crate::registry::puller::Puller;
use crate::route_table::Routes;

mod blob;
mod manifest;
mod may;
mod puller;
pub(crate) mod token;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/auth/v1/token", token::route::get)
        // As clients ask it, `/v2/`: a slash at the end is forgotten.
        .get("/v2", |_: Puller| async { StatusCode::OK })
        .get("/v2/{name}/manifests/{reference}", manifest::get)
        .get("/v2/{name}/blobs/{digest}", blob::get)
        // An image's location is `<registry>/v2/<hex>`: clients that take `v2/<hex>` for the repository ask so.
        .get("/v2/v2/{name}/manifests/{reference}", manifest::get)
        .get("/v2/v2/{name}/blobs/{digest}", blob::get)
}
