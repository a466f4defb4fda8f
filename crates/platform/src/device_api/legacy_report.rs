//! `PATCH /device/v2/:uuid/state`: the report of supervisors before 12 (balena-api.md §4).

use std::sync::Arc;

use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::Value;
use store::legacy_report::LegacyReport;
use store::report_refused::LegacyError;
use store::state_report;

use crate::auth::caller::Maybe;
use crate::device_api::reporter;
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::state::Shared;

pub(crate) async fn report(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Path(uuid): Path<String>,
    Shaped(body): Shaped<Value>,
) -> Result<StatusCode, Refusal> {
    // A device that is gone is not troubled with it.
    let Some(device) = reporter::known(&state, &uuid).await? else { return Ok(StatusCode::OK) };
    let caller = reporter::with_key(caller)?;
    let report = LegacyReport::read(&body).map_err(|error| match error {
        LegacyError::NotAReport(_) => Refusal::Empty(StatusCode::BAD_REQUEST),
        LegacyError::Id(_) => Refusal::bad(error.to_string()),
    })?;
    if report.is_empty() {
        return Ok(StatusCode::OK);
    }
    if !reporter::may_report(&state, &caller, &device).await? {
        // Another's columns are passed over in silence, as every write to a row one does not see; its services are not.
        let is_silent = caller.device().is_some() && !report.is_about_services();
        return if is_silent { Ok(StatusCode::OK) } else { Err(Refusal::Unauthorized) };
    }
    let pace = Arc::clone(&state.pace);
    state.write(move |connection| state_report::apply_legacy(connection, device.id, &report, &pace)).await?;
    Ok(StatusCode::OK)
}
