//! Why the platform could not start, with what to do next.

use std::path::{Path, PathBuf};

use store::error::StoreError;

/// The platform did not open.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// Another process has the folder.
    #[error("{0}")]
    Held(String),
    /// The folder cannot be used.
    #[error("the data folder {folder} cannot be used ({source}): check that it exists, is writable and has space")]
    Folder { folder: PathBuf, source: std::io::Error },
    /// The database cannot be used.
    #[error("the database in {folder} cannot be used: {message}")]
    Store { folder: PathBuf, message: String },
    /// The administrator's password is not acceptable.
    #[error("BINNACLE_ADMIN_PASSWORD has to have at least 8 characters")]
    ShortPassword,
    /// Hashing failed.
    #[error("the administrator's password could not be hashed: {0}")]
    Password(String),
}

impl PlatformError {
    pub(crate) fn from_store(folder: &Path, error: StoreError) -> Self {
        match error {
            StoreError::FolderHeld { .. } => Self::Held(error.to_string()),
            StoreError::Folder { path, source } => Self::Folder { folder: path, source },
            other => Self::Store { folder: folder.to_owned(), message: other.to_string() },
        }
    }
}

/// A tunnel to a device's port was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TunnelError {
    /// No right to it, or no such device: the two are not told apart.
    #[error("this device does not exist or you may not open a tunnel to it")]
    Unauthorized,
    /// The device has no link.
    #[error("the device is not connected: the tunnel opens when its link is back")]
    Offline,
    /// The device's port did not answer.
    #[error("the device refused the connection: {0}")]
    Refused(String),
    /// The link or the platform failed.
    #[error("the tunnel could not be opened: {0}")]
    Failed(String),
}

/// A subscription to changes was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sign in again: these credentials may not follow changes")]
pub struct NotAllowed;
