//! What a VPN service of openBalena reports, where one is used beside the device link (balena-api.md §10, last part).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::{HeaderMap, StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::access::Access;
use store::clock::now_ms;
use store::connectivity::{link_down, link_up};
use store::devices;

use crate::auth::credential;
use crate::credentials::token::looks_like_token;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::{Shared, State as Platform};

/// The most devices of one report.
const MOST: usize = 10_000;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/v7/service_instance", register)
        .post("/services/vpn/client-connect", connected)
        .post("/services/vpn/client-disconnect", disconnected)
}

#[derive(Deserialize)]
struct Report {
    uuids: Vec<String>,
}

/// The instance's id is only for the service's own use: the platform keeps nothing of it.
async fn register(
    State(state): State<Shared>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    check(&state, &headers, &uri)?;
    Ok((StatusCode::CREATED, Json(json!({ "id": 1, "service_type": "vpn" }))))
}

async fn connected(
    State(state): State<Shared>,
    headers: HeaderMap,
    uri: Uri,
    Body(report): Body<Report>,
) -> Result<StatusCode, Refusal> {
    check(&state, &headers, &uri)?;
    record(&state, report, true).await
}

async fn disconnected(
    State(state): State<Shared>,
    headers: HeaderMap,
    uri: Uri,
    Body(report): Body<Report>,
) -> Result<StatusCode, Refusal> {
    check(&state, &headers, &uri)?;
    record(&state, report, false).await
}

/// Only the service's own key; compared by hash, so that the time tells nothing.
fn check(state: &Platform, headers: &HeaderMap, uri: &Uri) -> Result<(), Refusal> {
    let given = credential::of(headers, uri).filter(|given| !looks_like_token(given)).ok_or(Refusal::KeyRequired)?;
    let key = state.config.vpn_service_key.as_deref().filter(|key| !key.is_empty()).ok_or(Refusal::Unauthorized)?;
    if Sha256::digest(given) == Sha256::digest(key) { Ok(()) } else { Err(Refusal::Unauthorized) }
}

async fn record(state: &Shared, report: Report, is_up: bool) -> Result<StatusCode, Refusal> {
    if report.uuids.len() > MOST {
        return Err(Refusal::bad(format!("uuids: at most {MOST} at once")));
    }
    let shared = Arc::clone(state);
    state
        .write_rows(move |connection| {
            let mut changed = Vec::new();
            for uuid in &report.uuids {
                let Some(device) = devices::by_uuid(connection, Access::System, uuid)? else { continue };
                // A device that has a link of its own is connected, whatever the VPN says.
                changed.extend(if is_up {
                    link_up(connection, device.id, now_ms())?
                } else if shared.links.is_connected(device.id) {
                    Vec::new()
                } else {
                    link_down(connection, device.id, now_ms())?
                });
            }
            Ok(changed)
        })
        .await?;
    Ok(StatusCode::OK)
}
