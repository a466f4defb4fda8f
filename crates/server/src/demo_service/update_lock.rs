//! A service that holds its update lock, when it is told to.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::demo_service::say::out;

/// A variable that makes a service hold its update lock.
pub(crate) const HOLD_UPDATE_LOCK: &str = "HOLD_UPDATE_LOCK";

/// Update locks are files (balena-api.md §9). What an earlier run held is let go when nothing asks for it any more.
pub(super) fn hold_or_let_go() -> io::Result<()> {
    let Some(lock) = std::env::var_os("BALENA_APP_LOCK_PATH").map(PathBuf::from) else { return Ok(()) };
    if std::env::var_os(HOLD_UPDATE_LOCK).is_some_and(|value| value == "1") {
        if let Some(folder) = lock.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&lock, "")?;
        out("lock: update lock taken, a sale is under way")
    } else {
        match fs::remove_file(lock) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
