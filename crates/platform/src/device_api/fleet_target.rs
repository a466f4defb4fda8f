//! `GET /device/v3/fleet/:uuid/state[?releaseUuid=]`: what any device of a fleet should be (balena-api.md §4).

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, Uri};
use odata::{Query, Request, field};
use serde::Deserialize;
use store::access::Access;
use store::target_state;

use crate::auth::caller::Known;
use crate::device_api::target::json;
use crate::http::etag;
use crate::http::refusal::Refusal;
use crate::state::Shared;

#[derive(Deserialize)]
struct Row {
    id: i64,
}

pub(crate) async fn get(
    State(state): State<Shared>,
    Known(caller): Known,
    Path(uuid): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Refusal> {
    // A provisioning key is in every copy of an image: what its fleet runs is not for it.
    if matches!(caller.access, Access::Provisioning { .. }) {
        return Err(Refusal::Unauthorized);
    }
    let commit = wanted(uri.query().unwrap_or_default())?;
    let request: Request = Query::of("application").filter(field("uuid").eq(uuid.as_str())).select(["id"]).into();
    let found = state.store.odata(caller.access, request).await?;
    let found: Vec<Row> = serde_json::from_value(found).map_err(|error| Refusal::internal(&error))?;
    let fleet = found.into_iter().next().ok_or(Refusal::Unauthorized)?.id;
    let minimum = state.minimum_poll_ms();
    let target = state.store.read(move |c| target_state::of_fleet(c, fleet, commit.as_deref(), minimum)).await?;
    Ok(etag::json(&headers, json(&BTreeMap::from([(uuid, target)]))?))
}

/// The commit asked for; an empty one asks for the fleet's target.
fn wanted(query: &str) -> Result<Option<String>, Refusal> {
    let named = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(name, _)| *name == "releaseUuid");
    let mut named = named.map(|(_, commit)| commit.to_owned());
    match (named.next(), named.next()) {
        (_, Some(_)) => Err(Refusal::Empty(http::StatusCode::BAD_REQUEST)),
        (commit, None) => Ok(commit.filter(|commit| !commit.is_empty())),
    }
}
