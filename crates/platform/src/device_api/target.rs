//! What a device should be, in both forms; asked for with its own key it is the API heartbeat (balena-api.md §4, §7).

use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use store::access::Access;
use store::{devices, target_state};
use tokio::sync::oneshot;
use wire::device_state::TargetState;

use crate::auth::caller::{Caller, Maybe};
use crate::beat::Beat;
use crate::device_api::legacy_target::LegacyTarget;
use crate::http::etag;
use crate::http::refusal::Refusal;
use crate::polls::Target;
use crate::state::{Shared, State as Platform};
use crate::visible::visible;

/// `GET /device/v3/:uuid/state`.
pub(crate) async fn get(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Path(uuid): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let own = caller.as_ref().and_then(Caller::device);
    if let Some(device) = own
        && let Some(known) = state.polls.unchanged(device, &uuid)
        && etag::is_named(&headers, &known.tag)
    {
        drop(beat(&state, device, known.poll_interval_ms));
        return Ok(etag::not_modified(&known.tag));
    }
    // Before the target is read: what changes meanwhile is noticed.
    let reading = own.map(|device| (device, state.polls.reading(device)));
    let (device, target) = target(&state, caller, &uuid).await?;
    let poll_interval_ms = target.poll_interval_ms;
    let body = json(&TargetState::from([(uuid.clone(), target.state)]))?;
    if let Some((own, reading)) = reading.filter(|(own, _)| *own == device) {
        state.polls.answered(own, &reading, Target { path: uuid, tag: etag::of(&body), poll_interval_ms });
    }
    Ok(etag::json(&headers, body))
}

/// `GET /device/v2/:uuid/state`.
pub(crate) async fn get_legacy(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Path(uuid): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (_, target) = target(&state, caller, &uuid).await?;
    Ok(etag::json(&headers, json(&LegacyTarget::from(target))?))
}

/// The device's id, and what it should be; heard of, if it is the device that asks.
async fn target(state: &Platform, caller: Option<Caller>, uuid: &str) -> Result<(i64, target_state::Target), Refusal> {
    // A device that is gone keeps what it has, whoever asks.
    let gone = || Refusal::Empty(StatusCode::NOT_MODIFIED);
    let named = uuid.to_owned();
    let known = state.store.read(move |connection| devices::by_uuid(connection, Access::System, &named)).await?;
    known.ok_or_else(gone)?;
    let caller = caller.ok_or(Refusal::Unauthorized)?;
    let Some(device) = visible(state, caller.access, uuid).await? else {
        // A key may not; to a person the devices of others are not there.
        return Err(if caller.user().is_some() { gone() } else { Refusal::Unauthorized });
    };
    let minimum = state.minimum_poll_ms();
    let target = state.store.read(move |connection| target_state::of_device(connection, device, minimum)).await?;
    let target = target.ok_or_else(gone)?;
    if caller.device() == Some(device) {
        // Who asks for the device after this answer finds it online; the sender is dropped, never used.
        let _ = beat(state, device, target.poll_interval_ms).await;
    }
    Ok((device, target))
}

/// Hears of the device; the answer comes when that is written down.
fn beat(state: &Platform, device: i64, poll_interval_ms: i64) -> oneshot::Receiver<()> {
    let (written, told) = oneshot::channel();
    // The timers' task ends only with the platform.
    let _ = state.beats.send(Beat { device, poll_interval_ms, written });
    told
}

/// A target as it is sent.
pub(super) fn json(target: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(target).map_err(|error| Refusal::internal(&error))
}
