//! Who reports for which device: the device itself, or a person's key that may command it (balena-api.md §4).

use serde_json::Value;
use store::access::Access;
use store::devices::{self, DeviceRow};

use crate::auth::caller::Caller;
use crate::auth::may;
use crate::http::refusal::Refusal;
use crate::state::State;

/// The uuids a body speaks of: its keys whose values are objects or lists.
pub(super) fn uuids(body: &Value) -> Vec<String> {
    let Some(members) = body.as_object() else { return Vec::new() };
    members.iter().filter(|(_, value)| value.is_object() || value.is_array()).map(|(uuid, _)| uuid.clone()).collect()
}

/// The device of this uuid, whoever asks.
pub(super) async fn known(state: &State, uuid: &str) -> Result<Option<DeviceRow>, Refusal> {
    let uuid = uuid.to_owned();
    Ok(state.store.read(move |connection| devices::by_uuid(connection, Access::System, &uuid)).await?)
}

/// The devices a body is about; 401 unless there is one and all are there. Before the caller is looked at, as the API does:
/// so a device that was deleted learns that, and not that its key is gone with it.
pub(super) async fn all_known(state: &State, body: &Value) -> Result<Vec<DeviceRow>, Refusal> {
    let mut devices = Vec::new();
    for uuid in uuids(body) {
        devices.push(known(state, &uuid).await?.ok_or(Refusal::Unauthorized)?);
    }
    if devices.is_empty() { Err(Refusal::Unauthorized) } else { Ok(devices) }
}

/// An API key, whatever it opens.
pub(super) fn with_key(caller: Option<Caller>) -> Result<Caller, Refusal> {
    caller.filter(Caller::is_key).ok_or(Refusal::KeyRequired)
}

/// Whether the caller may speak for the device.
pub(super) async fn may_report(state: &State, caller: &Caller, device: &DeviceRow) -> Result<bool, Refusal> {
    match caller.access {
        Access::Device { device: own, .. } => Ok(own == device.id),
        Access::User { .. } => {
            let (access, uuid) = (caller.access, device.uuid.clone());
            let seen = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
            Ok(seen.is_some() && may::command(state, access, device.application).await?)
        }
        Access::System | Access::Provisioning { .. } | Access::VpnService | Access::Guest => Ok(false),
    }
}
