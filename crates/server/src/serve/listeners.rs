//! The three ports, taken before anything is written.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::cli::ServeArguments;
use crate::failure::Failure;

/// The ports, open.
#[derive(Debug)]
pub(crate) struct Listeners {
    pub(crate) dashboard: TcpListener,
    pub(crate) api: TcpListener,
    pub(crate) tunnel: TcpListener,
}

impl Listeners {
    /// Takes them.
    pub(crate) async fn open(arguments: &ServeArguments) -> Result<Self, Failure> {
        Ok(Self {
            dashboard: open("--listen", arguments.listen).await?,
            api: open("--api-listen", arguments.api_listen).await?,
            tunnel: open("--tunnel-listen", arguments.tunnel_listen).await?,
        })
    }
}

async fn open(option: &str, address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::start(match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "port {} is in use, perhaps by another binnacle: stop it, or choose another with {option} {}:PORT",
                address.port(),
                address.ip()
            ),
            io::ErrorKind::PermissionDenied => {
                format!("port {} needs rights this user lacks: choose one above 1023 with {option}", address.port())
            }
            _ => format!("{option} {address} cannot be listened on: {error}"),
        })
    })
}
