//! `GET /device/v3/:uuid/state`: what a device should be; with its own key the API heartbeat (balena-api.md §4, §7).

use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use store::access::Access;

use wire::device_state::TargetState;

use crate::auth::caller::Known;
use crate::http::etag;
use crate::http::refusal::Refusal;
use crate::polls::Target;
use crate::state::Shared;
use crate::visible::visible;

pub(crate) async fn get(
    State(state): State<Shared>,
    Known(caller): Known,
    Path(uuid): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if !matches!(caller.access, Access::User { .. } | Access::Device { .. }) {
        return Err(Refusal::Unauthorized);
    }
    let own = caller.device();
    if let Some(device) = own
        && let Some(known) = state.polls.unchanged(device, &uuid)
        && etag::is_named(&headers, &known.tag)
    {
        let _ = state.beats.send(device);
        return Ok(etag::not_modified(&known.tag));
    }
    // Before the target is read: what changes meanwhile is noticed.
    let reading = own.map(|device| (device, state.polls.reading(device)));
    // A device that is gone keeps what it has.
    let gone = || Refusal::Empty(StatusCode::NOT_MODIFIED);
    let device = visible(&state, caller.access, &uuid).await?.ok_or_else(gone)?;
    let poll = i64::try_from(state.config.poll_interval.as_millis()).unwrap_or(i64::MAX);
    let target = state.store.read(move |connection| store::target_state::of_device(connection, device, poll)).await?;
    let path = uuid.clone();
    let target = TargetState::from([(uuid, target.ok_or_else(gone)?)]);
    if caller.device() == Some(device) {
        // The timers' task ends only with the platform.
        let _ = state.beats.send(device);
    }
    let body = serde_json::to_vec(&target).map_err(|error| Refusal::internal(&error))?;
    if let Some((own, reading)) = reading.filter(|(own, _)| *own == device) {
        state.polls.answered(own, &reading, Target { path, tag: etag::of(&body), poll_interval_ms: poll });
    }
    Ok(etag::json(&headers, body))
}
