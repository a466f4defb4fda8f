//! Opens a connection to a port of a device for whoever may.

use link::platform::LinkError;

use crate::auth::caller;
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
    let device = match crate::device_api::find::visible(state, caller.access, uuid).await {
        Ok(Some(device)) => device,
        Ok(None) => return Err(TunnelError::Unauthorized),
        Err(error) => return Err(TunnelError::Failed(error.to_string())),
    };
    let link = state.links.get(device).ok_or(TunnelError::Offline)?;
    match link.open(port).await {
        Ok(stream) => Ok(TunnelStream::new(stream)),
        Err(LinkError::Closed) => Err(TunnelError::Offline),
        Err(LinkError::Refused(why)) => Err(TunnelError::Refused(why)),
        Err(error) => Err(TunnelError::Failed(error.to_string())),
    }
}
