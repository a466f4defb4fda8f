//! The data folder and the lock that keeps a second binnacle out of it.

use std::fs::{File, OpenOptions, TryLockError, create_dir_all};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// The database's file name in the folder.
pub(crate) const DATABASE: &str = "binnacle.sqlite3";
const LOCK: &str = "binnacle.lock";

/// The folder, held as long as this lives. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct HeldFolder {
    path: PathBuf,
    _lock: File,
}

impl HeldFolder {
    /// Makes the folder if it is not there, and takes its lock.
    pub(crate) fn take(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Folder { path: path.to_owned(), source };
        create_dir_all(path).map_err(failed)?;
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path.join(LOCK))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let _ = lock.read_to_string(&mut pid);
                return Err(StoreError::FolderHeld { path: path.to_owned(), pid: pid.trim().parse().ok() });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        // Who holds it is only for the message to the other one; a full disk must not keep us from reading.
        let _ = lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| writeln!(lock, "{}", std::process::id()));
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// Where the database is.
    pub(crate) fn database(&self) -> PathBuf {
        database_in(&self.path)
    }
}

/// Where the database of a folder is, whoever holds it.
pub(crate) fn database_in(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}
