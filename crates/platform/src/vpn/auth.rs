//! `GET /services/vpn/auth/:uuid`: may the holder of this key connect as the device (action `cloudlink`).

use axum::extract::{Path, State};
use http::StatusCode;
use store::access::Access;
use store::devices;

use crate::auth::caller::{Caller, Maybe};
use crate::auth::may;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// 200 for the device's own key, and for keys of people who may command it. A device that is gone is told before keys
/// are looked at.
pub(crate) async fn device(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Path(uuid): Path<String>,
) -> Result<StatusCode, Refusal> {
    let named = state.store.read(move |connection| devices::by_uuid(connection, Access::System, &uuid)).await?;
    let named = named.ok_or(Refusal::Unauthorized)?;
    let caller = caller.filter(Caller::is_key).ok_or(Refusal::KeyRequired)?;
    let is_allowed = match caller.access {
        Access::Device { device, .. } => device == named.id,
        access @ Access::User { .. } => may::command(&state, access, named.application).await?,
        _ => false,
    };
    if is_allowed { Ok(StatusCode::OK) } else { Err(Refusal::Unauthorized) }
}
