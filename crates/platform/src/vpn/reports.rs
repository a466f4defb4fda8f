//! Which devices a VPN service says are connected, in batches.

use std::sync::Arc;

use axum::extract::State;
use bytes::Bytes;
use http::StatusCode;
use rusqlite::Connection;
use serde::Deserialize;
use store::access::Access;
use store::clock::now_ms;
use store::connectivity::{vpn_down, vpn_up};
use store::devices::{self, DeviceRow};
use store::{ChangedRow, StoreError, service_instances};

use crate::auth::caller::Key;
use crate::http::body::parse;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// The most devices of one report.
const MOST: usize = 10_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    uuids: Vec<String>,
    service_id: i64,
}

pub(crate) async fn connected(
    State(state): State<Shared>,
    Key(caller): Key,
    body: Bytes,
) -> Result<StatusCode, Refusal> {
    let Report { uuids, service_id } = read(caller.access, &body)?;
    let known = state.store.read(move |connection| service_instances::exists(connection, service_id)).await?;
    if !known {
        return Err(Refusal::Says(
            StatusCode::CONFLICT,
            "Data is referenced by is_managed_by__service_instance.".to_owned(),
        ));
    }
    record(&state, uuids, move |connection, device| vpn_up(connection, device.id, service_id, now_ms())).await
}

pub(crate) async fn disconnected(
    State(state): State<Shared>,
    Key(caller): Key,
    body: Bytes,
) -> Result<StatusCode, Refusal> {
    let Report { uuids, service_id } = read(caller.access, &body)?;
    let shared = Arc::clone(&state);
    record(&state, uuids, move |connection, device| {
        // A device that has a link of its own is connected, whatever the VPN says.
        let has_link = shared.links.is_connected(device.id);
        vpn_down(connection, device.id, service_id, has_link, now_ms())
    })
    .await
}

/// Whose key it is comes first; what is wrong with the body is not said, as in the balena API.
fn read(access: Access, body: &Bytes) -> Result<Report, Refusal> {
    if access != Access::VpnService {
        return Err(Refusal::Unauthorized);
    }
    let report: Report = parse(body).map_err(|_| Refusal::Empty(StatusCode::BAD_REQUEST))?;
    if report.uuids.is_empty() {
        return Err(Refusal::Empty(StatusCode::BAD_REQUEST));
    }
    if report.uuids.len() > MOST {
        return Err(Refusal::bad(format!("uuids: at most {MOST} at once")));
    }
    Ok(report)
}

/// Devices that are not there are passed over.
async fn record<W>(state: &Shared, uuids: Vec<String>, write: W) -> Result<StatusCode, Refusal>
where
    W: Fn(&Connection, &DeviceRow) -> Result<Vec<ChangedRow>, StoreError> + Send + 'static,
{
    state
        .write_rows(move |connection| {
            let mut changed = Vec::new();
            for uuid in &uuids {
                if let Some(device) = devices::by_uuid(connection, Access::System, uuid)? {
                    changed.extend(write(connection, &device)?);
                }
            }
            Ok(changed)
        })
        .await?;
    Ok(StatusCode::OK)
}
