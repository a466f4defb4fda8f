//! Why a connection to a device's port was not made.

use std::io;
use std::net::SocketAddr;

use link::platform::LinkError;

/// No connection. The sentences about the VPN are those of the balena API (§9).
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReachError {
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The VPN service's instance is not there, or went away.
    #[error("tunneling socket could not be established, cause={0}")]
    NoInstance(String),
    /// It answered with this status.
    #[error("tunneling socket could not be established, statusCode={0}")]
    Refused(u16),
}

impl ReachError {
    /// An instance at `address` could not be connected to.
    pub(super) fn connecting(error: &io::Error, address: SocketAddr) -> Self {
        let code = match error.kind() {
            io::ErrorKind::ConnectionRefused => "ECONNREFUSED",
            io::ErrorKind::TimedOut => "ETIMEDOUT",
            io::ErrorKind::HostUnreachable => "EHOSTUNREACH",
            io::ErrorKind::NetworkUnreachable => "ENETUNREACH",
            io::ErrorKind::ConnectionReset => "ECONNRESET",
            _ => "EIO",
        };
        Self::NoInstance(format!("connect {code} {address}"))
    }

    /// The connection ended before the answer had.
    pub(super) fn hung_up() -> Self {
        Self::NoInstance("socket hang up".to_owned())
    }
}
