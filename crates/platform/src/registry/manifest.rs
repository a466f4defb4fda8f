//! `GET /v2/:name/manifests/:reference`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use wire::manifest::MANIFEST_MEDIA_TYPE;

use crate::http::refusal::Refusal;
use crate::registry::may;
use crate::registry::puller::Puller;
use crate::state::Shared;

/// `reference` is a tag (there is one manifest, whatever the tag) or the manifest's digest.
pub(crate) async fn get(
    State(state): State<Shared>,
    puller: Puller,
    Path((name, reference)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let image = may::image(&state, &puller, &name).await?;
    let found = state.store.read(move |connection| store::manifests::of_image(connection, image)).await?;
    let found = found
        .filter(|found| !reference.starts_with("sha256:") || found.digest == reference)
        .ok_or_else(|| Refusal::not_found("The image has no such manifest."))?;
    let digest = HeaderValue::from_str(&found.digest).map_err(|error| Refusal::internal(&error))?;
    let mut response = ([(header::CONTENT_TYPE, MANIFEST_MEDIA_TYPE)], found.body).into_response();
    response.headers_mut().insert("docker-content-digest", digest);
    Ok(response)
}
