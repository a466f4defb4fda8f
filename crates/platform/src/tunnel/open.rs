//! Opens a connection to a port of a device for whoever may.

use link::platform::LinkError;
use store::access::Access;
use store::{StoreError, devices};

use crate::auth::{caller, may};
use crate::error::TunnelError;
use crate::state::State;
use crate::tunnel::stream::TunnelStream;

/// A person may open any port of a device they see; nobody else may (balena-api.md §10).
pub(crate) async fn open(state: &State, token: &str, uuid: &str, port: u16) -> Result<TunnelStream, TunnelError> {
    let caller = match caller::of_credential(state, token).await {
        Ok(Some(caller)) if caller.user().is_some() => caller,
        Ok(_) => return Err(TunnelError::Unauthorized),
        Err(error) => return Err(TunnelError::Failed(error.to_string())),
    };
    let device = device(state, caller.access, uuid).await.map_err(|error| TunnelError::Failed(error.to_string()))?;
    let device = device.ok_or(TunnelError::Unauthorized)?;
    let link = state.links.get(device).ok_or(TunnelError::Offline)?;
    match link.open(port).await {
        Ok(stream) => Ok(TunnelStream::new(stream)),
        Err(LinkError::Closed) => Err(TunnelError::Offline),
        Err(LinkError::Refused(why)) => Err(TunnelError::Refused(why)),
        Err(error) => Err(TunnelError::Failed(error.to_string())),
    }
}

/// The device, if the caller sees it and may command it.
async fn device(state: &State, access: Access, uuid: &str) -> Result<Option<i64>, StoreError> {
    let uuid = uuid.to_owned();
    let found = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
    let Some(found) = found else { return Ok(None) };
    Ok(may::command(state, access, found.application).await?.then_some(found.id))
}
