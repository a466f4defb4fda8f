//! `PATCH /device/v3/state`: what devices say they are (balena-api.md §7).

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use serde_json::Value;
use store::report_body::Report;
use store::{Done, state_report};

use crate::auth::caller::Maybe;
use crate::device_api::reporter;
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::state::Shared;

pub(crate) async fn report(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Shaped(body): Shaped<Value>,
) -> Result<StatusCode, Refusal> {
    let devices = reporter::all_known(&state, &body).await?;
    let caller = reporter::with_key(caller)?;
    // The API answers a report that is none with nothing but the status.
    let reports = read(&body).ok_or(Refusal::Empty(StatusCode::BAD_REQUEST))?;
    let mut kept = Vec::new();
    for device in devices {
        let Some((_, report)) = reports.iter().find(|(uuid, _)| *uuid == device.uuid) else { continue };
        // Who says nothing needs no right to say it.
        if report.is_empty() {
            continue;
        }
        if !reporter::may_report(&state, &caller, &device).await? {
            return Err(Refusal::Unauthorized);
        }
        kept.push((device.id, report.clone()));
    }
    if kept.is_empty() {
        return Ok(StatusCode::OK);
    }
    let pace = Arc::clone(&state.pace);
    state
        .write(move |connection| {
            let mut changed = Vec::new();
            for (device, report) in &kept {
                changed.extend(state_report::apply(connection, *device, report, &pace)?.changed);
            }
            Ok(Done { value: (), changed })
        })
        .await?;
    Ok(StatusCode::OK)
}

/// By uuid. Every value has to be a report, those of no device too.
fn read(body: &Value) -> Option<Vec<(String, Report)>> {
    let members = body.as_object()?;
    members.iter().map(|(uuid, report)| Some((uuid.clone(), Report::read(report).ok()?))).collect()
}
