//! The device a path names, as far as the caller sees it.

use store::access::Access;
use store::{StoreError, devices};

use crate::state::State;

/// The id of a device that `access` sees.
pub(crate) async fn visible(state: &State, access: Access, uuid: &str) -> Result<Option<i64>, StoreError> {
    let uuid = uuid.to_owned();
    let found = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
    Ok(found.map(|device| device.id))
}
