//! Who may write a device's log: the device itself, and a key of a person who may command it.

use store::access::Access;
use store::devices;

use crate::auth::caller::{Caller, Maybe};
use crate::auth::may;
use crate::http::refusal::Refusal;
use crate::log_hub::writer::NotKept;
use crate::state::State;

/// An API key, for a device that is there: 401 without a body for one that is not, then 401 with the sentence.
pub(crate) async fn key(state: &State, uuid: &str, caller: Maybe) -> Result<Caller, Refusal> {
    if visible(state, Access::System, uuid).await?.is_none() {
        return Err(Refusal::Unauthorized);
    }
    caller.0.filter(Caller::is_key).ok_or(Refusal::KeyRequired)
}

/// The device, if the key may write its log. 401 otherwise.
pub(crate) async fn device(state: &State, caller: &Caller, uuid: &str) -> Result<i64, Refusal> {
    let (device, fleet) = visible(state, caller.access, uuid).await?.ok_or(Refusal::Unauthorized)?;
    let may = match caller.access {
        Access::Device { device: own, .. } => own == device,
        Access::User { .. } => may::command(state, caller.access, fleet).await?,
        _ => false,
    };
    may.then_some(device).ok_or(Refusal::Unauthorized)
}

async fn visible(state: &State, access: Access, uuid: &str) -> Result<Option<(i64, i64)>, Refusal> {
    let uuid = uuid.to_owned();
    let found = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
    Ok(found.map(|device| (device.id, device.application)))
}

/// How a route says that lines were not kept.
pub(crate) fn refusal(why: NotKept) -> Refusal {
    match why {
        NotKept::NoDevice => Refusal::Unauthorized,
        NotKept::DiskFull => Refusal::Full,
        NotKept::Unavailable => Refusal::Empty(http::StatusCode::SERVICE_UNAVAILABLE),
    }
}
