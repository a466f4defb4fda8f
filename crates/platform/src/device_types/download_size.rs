//! `GET /device-types/v1/:slug/images/:version/download-size`: how many bytes the compressed OS image has.

use axum::Json;
use axum::extract::{Path, State};
use model::os_version::OsVersion;
use serde_json::{Value, json};

use crate::device_types::{images, known, slug as names};
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// Versions that begin with a year are long-term releases, which this route does not know.
const FIRST_YEAR: u64 = 2_000;

/// The sum of the image's parts, kept as assets of the host OS's release. `latest` is a version too.
pub(crate) async fn get(
    State(state): State<Shared>,
    Path((slug, version)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    names::check(&slug)?;
    let known = known::named(&state, &slug).await?;
    let missing = || Refusal::not_found(format!("Device {slug} not found for {version} version"));
    let wanted = match version.as_str() {
        "latest" => None,
        version => Some(OsVersion::parse(version).filter(|v| v.major < FIRST_YEAR).ok_or_else(missing)?),
    };
    let size = images::size(&state, known.id, wanted.as_ref()).await?.ok_or_else(missing)?;
    Ok(Json(json!({ "size": size })))
}
