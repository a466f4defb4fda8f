//! Opens a connection to a port of a device for whoever may.

use link::platform::LinkError;
use store::StoreError;
use store::access::Access;
use store::devices::{self, DeviceRow};

use crate::auth::standing::{Right, Standing};
use crate::auth::{caller, may};
use crate::error::TunnelError;
use crate::reach;
use crate::reach::error::ReachError;
use crate::reach::stream::DeviceStream;
use crate::state::{Shared, State};

/// An open connection, and what it stands on.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) stream: DeviceStream,
    pub(crate) standing: Standing,
}

/// A person may open any port of a device they may command; nobody else may (balena-api.md §10).
pub(crate) async fn open(state: &Shared, token: &str, uuid: &str, port: u32) -> Result<Opened, TunnelError> {
    let caller = match caller::of_credential(state, token).await {
        Ok(Some(caller)) if caller.user().is_some() => caller,
        Ok(_) => return Err(TunnelError::Unauthorized),
        Err(error) => return Err(TunnelError::Failed(error.to_string())),
    };
    let device = device(state, caller.access, uuid).await.map_err(|error| TunnelError::Failed(error.to_string()))?;
    let device = device.ok_or(TunnelError::Unauthorized)?;
    let reach = reach::route::to(state, &device).await.map_err(|error| TunnelError::Failed(error.to_string()))?;
    let reach = reach.ok_or(TunnelError::Offline)?;
    // An address may name a port that no machine has.
    let port = u16::try_from(port).ok().filter(|port| *port != 0);
    let port = port.ok_or_else(|| TunnelError::Refused("there is no such port".to_owned()))?;
    match reach.open(state, uuid, port, Some(token)).await {
        Ok(stream) => {
            let standing = Standing::new(state, &caller, Right::Command { device: device.id });
            Ok(Opened { stream, standing })
        }
        Err(ReachError::Link(LinkError::Closed)) => Err(TunnelError::Offline),
        Err(ReachError::Link(LinkError::Refused(why))) => Err(TunnelError::Refused(why)),
        Err(error) => Err(TunnelError::Failed(error.to_string())),
    }
}

/// The device, if the caller sees it and may command it.
async fn device(state: &State, access: Access, uuid: &str) -> Result<Option<DeviceRow>, StoreError> {
    let uuid = uuid.to_owned();
    let found = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
    let Some(found) = found else { return Ok(None) };
    Ok(may::command(state, access, found.application).await?.then_some(found))
}
