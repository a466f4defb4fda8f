//! Which way a device is reached now, and opening a connection that way.

use std::net::{IpAddr, SocketAddr};

use link::platform::Link;
use store::devices::DeviceRow;
use store::{StoreError, service_instances};

use crate::reach::error::ReachError;
use crate::reach::stream::DeviceStream;
use crate::reach::vpn;
use crate::state::State;

/// The name the API goes by at a VPN service.
const API: &str = "resin_api";

/// The way to a connected device.
#[derive(Debug, Clone)]
pub(crate) enum Reach {
    /// Its own link.
    Link(Link),
    /// The proxy of the VPN service's instance it is connected through.
    Vpn(SocketAddr),
}

/// The way to a device; none when it is not connected. A link of its own comes first.
pub(crate) async fn to(state: &State, device: &DeviceRow) -> Result<Option<Reach>, StoreError> {
    if let Some(link) = state.links.get(device.id) {
        return Ok(Some(Reach::Link(link)));
    }
    if !device.is_connected_to_vpn {
        return Ok(None);
    }
    let id = device.id;
    let address = state.store.read(move |connection| service_instances::address_of_device(connection, id)).await?;
    let address = address.and_then(|address| address.parse::<IpAddr>().ok());
    Ok(address.map(|address| Reach::Vpn(SocketAddr::new(address, state.config.vpn_proxy_port))))
}

impl Reach {
    /// A connection to a port of the device, for the holder of `token`. None: for the platform itself.
    pub(crate) async fn open(
        &self,
        state: &State,
        uuid: &str,
        port: u16,
        token: Option<&str>,
    ) -> Result<DeviceStream, ReachError> {
        match self {
            Self::Link(link) => Ok(DeviceStream::Link(link.open(port).await?)),
            Self::Vpn(instance) => {
                let of_api = || format!("{API}:{}", state.config.api_vpn_key.as_deref().unwrap_or_default());
                let credentials = token.map_or_else(of_api, str::to_owned);
                Ok(DeviceStream::Vpn(vpn::connect(*instance, uuid, port, &credentials).await?))
            }
        }
    }
}
