//! What can go wrong in the store, by what it means to the caller.

use std::path::PathBuf;

use rusqlite::ffi::ErrorCode;

/// Why the store did not do it. Nothing of a failed write is kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row asked for is not there, or not visible to the caller.
    #[error("{message}")]
    NotFound { message: String },
    /// A unique key is taken, or a row still refers to another (409).
    #[error("{message}")]
    Conflict { message: String },
    /// A rule of the model is broken (400).
    #[error("{message}")]
    Rule { message: String },
    /// The request names what does not exist or does not fit: field, resource, type of a value (400).
    #[error("{message}")]
    BadRequest { message: String },
    /// A value is of another kind than its field (400; the balena API answers an empty body, the sentence is for the log).
    #[error("\"{field}\" must be {wanted}.")]
    WrongType { field: &'static str, wanted: &'static str },
    /// The rows do not allow it, whoever asks (403).
    #[error("{message}")]
    Denied { message: String },
    /// The caller may not do this (401, as the balena API answers).
    #[error("this key or user may not do that")]
    Forbidden,
    /// The disk is full: nothing was written; reads go on. Make room and try again.
    #[error("the disk that holds the data folder is full: nothing was written")]
    DiskFull,
    /// Too many writes wait, or another process holds the database. Try again.
    #[error("the database is busy: try again")]
    Busy,
    /// Another `binnacle` works in the folder.
    #[error("the data folder {} is held by another binnacle{}: stop it or choose another folder with --data", path.display(), pid.map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    FolderHeld { path: PathBuf, pid: Option<u32> },
    /// The data folder cannot be made, read or written.
    #[error("the data folder {} cannot be used: {source}", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    /// The database was written by a newer binnacle.
    #[error("the database has schema {found}, this binnacle knows up to {known}: use a newer binnacle")]
    NewerSchema { found: u32, known: u32 },
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// A mistake of ours, or a broken database.
    #[error("the database failed: {0}")]
    Database(rusqlite::Error),
    /// A mistake of ours.
    #[error("the store failed: {message}")]
    Internal { message: String },
}

impl StoreError {
    pub(crate) fn rule(message: impl Into<String>) -> Self {
        Self::Rule { message: message.into() }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::BadRequest { message: message.into() }
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::Conflict { message: message.into() }
    }

    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::Denied { message: message.into() }
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::NotFound { message: message.into() }
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::Internal { message: message.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match (&error, error.sqlite_error_code()) {
            (_, Some(ErrorCode::DiskFull)) => Self::DiskFull,
            (_, Some(ErrorCode::OperationInterrupted)) => {
                Self::bad_request("The request takes the database too long: ask for less at once.")
            }
            (_, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) => Self::Busy,
            (rusqlite::Error::SqliteFailure(_, Some(message)), Some(ErrorCode::ConstraintViolation)) => {
                constraint(message).unwrap_or(Self::Database(error))
            }
            _ => Self::Database(error),
        }
    }
}

/// What a broken constraint is called in the balena API: `"device" and "tag_key" must be unique.`
fn constraint(message: &str) -> Option<StoreError> {
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        let names: Vec<_> = columns.split(", ").map(|column| column.rsplit('.').next().unwrap_or(column)).collect();
        let names = match names.as_slice() {
            // The balena API keeps the device and the service beside the install of one on the other.
            ["service_install", "name"] => &["device", "service", "name"],
            names => names,
        };
        return Some(StoreError::conflict(format!("\"{}\" must be unique.", names.join("\" and \""))));
    }
    if let Some(column) = message.strip_prefix("NOT NULL constraint failed: ") {
        let name = column.rsplit('.').next().unwrap_or(column);
        return Some(StoreError::bad_request(format!("\"{name}\" is missing.")));
    }
    if message.starts_with("FOREIGN KEY") {
        return Some(StoreError::conflict("Data is still referenced by other data."));
    }
    let check = message.strip_prefix("CHECK constraint failed: ")?;
    Some(StoreError::rule(format!("It is necessary that {check}.")))
}
