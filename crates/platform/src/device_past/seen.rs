//! Whose past may be read: that of a device the caller sees.

use store::devices;

use crate::auth::caller::Caller;
use crate::http::refusal::Refusal;
use crate::state::State;

/// The device, when the caller sees it: a provisioning key sees none.
pub(super) async fn seen(state: &State, caller: Option<Caller>, uuid: String) -> Result<i64, Refusal> {
    let access = caller.ok_or(Refusal::Unauthorized)?.access;
    let found = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
    found.map(|device| device.id).ok_or_else(|| Refusal::not_found("There is no such device."))
}
