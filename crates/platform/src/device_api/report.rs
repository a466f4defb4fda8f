//! `PATCH /device/v3/state`: what a device says it is, with its own key (balena-api.md §7).

use axum::extract::State;
use http::StatusCode;
use wire::device_state::StateReport;

use crate::auth::caller::Key;
use crate::auth::own;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::state::Shared;

pub(crate) async fn report(
    State(state): State<Shared>,
    Key(caller): Key,
    Body(report): Body<StateReport>,
) -> Result<StatusCode, Refusal> {
    let device = caller.device().ok_or(Refusal::Unauthorized)?;
    for uuid in report.keys() {
        own::device(&state, &caller, uuid).await?;
    }
    for report in report.into_values() {
        state.write(move |connection| store::state_report::apply(connection, device, &report)).await?;
    }
    Ok(StatusCode::OK)
}
