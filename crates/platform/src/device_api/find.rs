//! The device a path names, as far as the caller may name it.

use store::access::Access;
use store::{StoreError, devices};

use crate::auth::caller::Caller;
use crate::http::refusal::Refusal;
use crate::state::State;

/// The id of a device that `access` sees.
pub(crate) async fn visible(state: &State, access: Access, uuid: &str) -> Result<Option<i64>, StoreError> {
    let uuid = uuid.to_owned();
    let found = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
    Ok(found.map(|device| device.id))
}

/// The caller's own device: the one of its key, if the path names that one. 401 otherwise.
pub(crate) async fn own(state: &State, caller: &Caller, uuid: &str) -> Result<i64, Refusal> {
    let device = caller.device().ok_or(Refusal::Unauthorized)?;
    let named = visible(state, caller.access, uuid).await?;
    named.filter(|named| *named == device).ok_or(Refusal::Unauthorized)
}
