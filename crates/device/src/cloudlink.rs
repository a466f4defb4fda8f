//! The device's link to the platform, opened again whenever it breaks.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header::AUTHORIZATION};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};

use crate::api::client::Api;
use crate::backoff::Backoff;
use crate::poll::PollNow;
use crate::report::reporter::SUPERVISOR_PORT;

/// The port of SSH as the platform's tunnel knows it.
const SSH_PORT: u16 = 22_222;
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// A link that held for so long was well: the wait starts over.
const WELL_AFTER: Duration = Duration::from_secs(5);

/// Where the tunnel's ports really are, on 127.0.0.1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ports {
    pub(crate) supervisor: u16,
    pub(crate) ssh: u16,
}

/// Keeps the link up until it is dropped; `connected` follows it.
pub(crate) async fn run(api: Api, uuid: String, ports: Ports, connected: watch::Sender<bool>, poll: PollNow) {
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(5));
    loop {
        match timeout(CONNECT_WITHIN, open(&api, &uuid)).await {
            Ok(Ok(socket)) => {
                let since = Instant::now();
                connected.send_replace(true);
                // The platform is there (again): ask what it wants. A full queue asks already.
                poll.try_send(false).ok();
                let ended = link::device::serve(socket, move |port| connect(ports, port)).await;
                connected.send_replace(false);
                if let Err(error) = ended {
                    tracing::debug!(%error, "the link broke");
                }
                if since.elapsed() >= WELL_AFTER {
                    backoff.reset();
                }
            }
            // The error may quote the address, never the key.
            Ok(Err(error)) => tracing::debug!(%error, "the link could not be opened"),
            Err(_) => tracing::debug!("the link could not be opened in time"),
        }
        sleep(backoff.next()).await;
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn open(api: &Api, uuid: &str) -> Result<Socket, tokio_tungstenite::tungstenite::Error> {
    let address = format!("{}{}", api.base().replacen("http", "ws", 1), wire::link::path(uuid));
    let mut request = address.into_client_request()?;
    let mut key = HeaderValue::try_from(format!("Bearer {}", api.key()))?;
    key.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, key);
    let tls = Connector::Rustls(api.tls());
    Ok(connect_async_tls_with_config(request, None, true, Some(tls)).await?.0)
}

async fn connect(ports: Ports, port: u16) -> Result<TcpStream, String> {
    let local = match port {
        SUPERVISOR_PORT => ports.supervisor,
        SSH_PORT => ports.ssh,
        _ => return Err(format!("nothing listens on port {port} of the device")),
    };
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, local)).await;
    let stream = stream.map_err(|error| format!("port {port} of the device does not answer: {}", error.kind()))?;
    drop(stream.set_nodelay(true));
    Ok(stream)
}
