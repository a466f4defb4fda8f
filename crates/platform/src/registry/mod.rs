//! Images as devices download them: manifests from the database, blobs from the disk (the read half of an OCI registry).

use axum::Router;
use axum::routing::get;
use http::StatusCode;

use crate::auth::caller::Known;
use crate::state::Shared;

mod blob;
mod manifest;
mod may;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/v2/", get(|_: Known| async { StatusCode::OK }))
        .route("/v2/{name}/manifests/{reference}", get(manifest::get))
        .route("/v2/{name}/blobs/{digest}", get(blob::get))
        // An image's location is `<registry>/v2/<hex>`: clients that take `v2/<hex>` for the repository ask so.
        .route("/v2/v2/{name}/manifests/{reference}", get(manifest::get))
        .route("/v2/v2/{name}/blobs/{digest}", get(blob::get))
}
