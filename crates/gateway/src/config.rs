//! What the gateway is told at its start.

use std::net::SocketAddr;
use std::path::PathBuf;

use tokio_util::sync::CancellationToken;

use crate::log_limits::LogLimits;
use crate::origin::Origin;

/// The gateway's settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where pages are served to browsers; the first one names the cookie. Not empty.
    pub origins: Vec<Origin>,
    /// The address it listens on: its port on the loopback names is always an accepted `Host`.
    pub listen: SocketAddr,
    /// Where keys and pins are kept; made when missing.
    pub data: PathBuf,
    /// The cookie's key, when it does not come from the data folder (several gateways behind one name share it).
    pub cookie_key: Option<[u8; 32]>,
    /// A folder to serve the dashboard from in place of the embedded one, for development.
    pub dist: Option<PathBuf>,
    /// The API's host as people know it.
    pub api: String,
    /// What answers there, with its version.
    pub server: String,
    /// How much is held of devices' logs, and for how long.
    pub logs: LogLimits,
    /// Cancelled when the server stops: sockets are closed.
    pub shutdown: CancellationToken,
}

impl Config {
    /// Whether browsers come over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.origins.first().is_some_and(Origin::is_https)
    }

    /// Whether `text` is what a browser on one of our pages writes in `Origin`.
    pub(crate) fn allows_origin(&self, text: &str) -> bool {
        self.origins.iter().any(|origin| origin.to_string() == text)
    }

    /// Whether `text` is a `Host` we answer to. Another name that points here is a DNS rebinding attack.
    pub(crate) fn allows_host(&self, text: &str) -> bool {
        let port = self.listen.port();
        self.origins.iter().any(|origin| origin.authority().eq_ignore_ascii_case(text))
            || ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| {
                text.eq_ignore_ascii_case(&format!("{name}:{port}")) || (port == 80 && text.eq_ignore_ascii_case(name))
            })
    }
}
