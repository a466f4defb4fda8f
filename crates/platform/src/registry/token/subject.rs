//! Who a registry token is for, by name.

use store::access::Access;
use store::devices;
use store::error::StoreError;

use crate::auth::caller::Caller;
use crate::state::State;

/// A device by the name it gave (`d_<uuid>`), a person by their user name; nobody else has one.
pub(super) async fn of(state: &State, caller: Option<&Caller>, given: Option<&str>) -> Result<String, StoreError> {
    match caller.map(|caller| caller.access) {
        Some(Access::Device { device, .. }) => {
            let row = state.store.read(move |connection| devices::by_id(connection, Access::System, device)).await?;
            let uuid = row.map(|row| row.uuid);
            let is_its_own = |given: &&str| uuid.as_deref() == Some(given.strip_prefix("d_").unwrap_or(given));
            Ok(given.filter(is_its_own).unwrap_or_default().to_owned())
        }
        Some(Access::User { user, .. }) => {
            let user = state.store.read(move |connection| store::users::by_id(connection, user)).await?;
            Ok(user.map(|user| user.username).unwrap_or_default())
        }
        _ => Ok(String::new()),
    }
}
