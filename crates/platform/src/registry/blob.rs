//! `GET` and `HEAD /v2/:name/blobs/:digest`, whole or in ranges, straight from the disk.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use tower_http::services::ServeFile;
use wire::manifest::Manifest;

use crate::blobs::Digest;
use crate::http::refusal::Refusal;
use crate::registry::may;
use crate::registry::puller::Puller;
use crate::state::Shared;

/// Only blobs that the named image is made of: a digest alone opens nothing.
pub(crate) async fn get(
    State(state): State<Shared>,
    puller: Puller,
    Path((name, digest)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Refusal> {
    let missing = || Refusal::not_found("The image has no such blob.");
    let digest: Digest = digest.parse().map_err(|_| missing())?;
    let image = may::image(&state, &puller, &name).await?;
    let found = state.store.read(move |connection| store::manifests::of_image(connection, image)).await?;
    let manifest: Manifest = found.and_then(|found| serde_json::from_str(&found.body).ok()).ok_or_else(missing)?;
    let mut parts = manifest.layers.iter().chain([&manifest.config]);
    if !parts.any(|part| part.digest == digest.as_str()) {
        return Err(missing());
    }
    let mut file = ServeFile::new(state.blobs.path(&digest));
    let answer = file.try_call(request).await.map_err(|error| Refusal::disk(&error))?;
    let mut response = answer.map(Body::new).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    if let Ok(value) = HeaderValue::from_str(digest.as_str()) {
        headers.insert("docker-content-digest", value);
    }
    Ok(response)
}
