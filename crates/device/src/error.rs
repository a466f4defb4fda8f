//! Why an agent cannot run, and what to do about it.

use std::path::PathBuf;

use crate::api::client::ApiError;
use crate::api::trust::TrustError;

/// What ends [`crate::run::run`] other than its shutdown.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// Another agent works in the folder.
    #[error("another agent{} uses {}: stop it, or give this one a folder of its own", pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), path.display())]
    Held { path: PathBuf, pid: Option<u32> },
    /// The folder cannot be used.
    #[error("cannot use {}: {source}", path.display())]
    Folder {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// `device.json` and the like cannot be understood.
    #[error("{} is damaged ({why}): restore it, or remove the folder to begin with a new device", path.display())]
    Damaged { path: PathBuf, why: String },
    /// The API's address is none the agent can use.
    #[error("“{0}” is no address of an API: write https://host:port or http://host:port")]
    Address(String),
    /// Whom to believe over TLS cannot be made out.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The first start needs a fleet and its key.
    #[error("the device is not registered yet: give it a fleet and the fleet's provisioning key")]
    NotProvisioned,
    /// The API does not take the key.
    #[error("the API refused to register the device: {0}; check the provisioning key, the fleet and the device type")]
    Refused(ApiError),
    /// The fleet does not exist, or the key may not see it.
    #[error("the API knows no such fleet, or the provisioning key is not its own")]
    NoSuchFleet,
    /// A port on 127.0.0.1 could not be had.
    #[error("cannot listen on 127.0.0.1: {0}")]
    Listen(std::io::Error),
    /// The SSH host key is unusable.
    #[error("the SSH host key cannot be made or read: {0}")]
    HostKey(String),
    /// The HTTP client could not be set up.
    #[error("cannot set up HTTP: {0}")]
    Http(String),
}
