//! Who may do more than look: developers of the organization, in every organization by itself.

use store::StoreError;
use store::access::Access;
use store::organizations::{Role, is_developer_of_any, role_for_application};

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

/// Whether the caller is a person who is a developer somewhere: who is not only reads, even what is their own.
pub(crate) async fn write_anything(state: &State, access: Access) -> Result<bool, StoreError> {
    let Access::User { user, .. } = access else { return Ok(false) };
    state.store.read(move |connection| is_developer_of_any(connection, user)).await
}
