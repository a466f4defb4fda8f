//! Who may command devices: everybody who sees them, but for those who only look on.

use store::StoreError;
use store::access::Access;
use store::organizations::{Role, role_for_application};

use crate::state::State;

/// Whether the caller, who sees the fleet, may do more than look.
pub(crate) async fn command(state: &State, access: Access, fleet: i64) -> Result<bool, StoreError> {
    let user = match access {
        Access::User { user, .. } => user,
        Access::System | Access::Device { .. } => return Ok(true),
        Access::Provisioning { .. } | Access::VpnService | Access::Guest => return Ok(false),
    };
    let role = state.store.read(move |connection| role_for_application(connection, user, fleet)).await?;
    Ok(role == Some(Role::Developer))
}
