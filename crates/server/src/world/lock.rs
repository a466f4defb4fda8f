//! One world a data folder: a lock the process holds while it lives, and its id beside it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use nix::unistd::Pid;

use crate::world::plan::folder;

/// Held by the world's process.
#[derive(Debug)]
pub(crate) struct WorldLock {
    _file: File,
    pid_file: PathBuf,
}

impl Drop for WorldLock {
    fn drop(&mut self) {
        // The lock goes with the file; an id that no longer runs would only confuse.
        let _ = fs::remove_file(&self.pid_file);
    }
}

fn lock_file(data: &Path) -> PathBuf {
    folder(data).join("world.lock")
}

fn pid_file(data: &Path) -> PathBuf {
    folder(data).join("world.pid")
}

fn open(data: &Path) -> io::Result<File> {
    fs::create_dir_all(folder(data))?;
    File::options().create(true).truncate(false).write(true).open(lock_file(data))
}

impl WorldLock {
    /// Takes the world; nothing when another process has it.
    pub(crate) fn take(data: &Path, api: &str) -> io::Result<Option<Self>> {
        let file = open(data)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        fs::write(pid_file(data), format!("{}\n{api}\n", std::process::id()))?;
        Ok(Some(Self { _file: file, pid_file: pid_file(data) }))
    }
}

/// A world that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Living {
    pub(crate) pid: Pid,
    /// The API its devices were started for.
    pub(crate) api: String,
}

/// The world of this folder, if it runs.
pub(crate) fn living(data: &Path) -> io::Result<Option<Living>> {
    let file = open(data)?;
    match file.try_lock() {
        Ok(()) => return Ok(None),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let text = fs::read_to_string(pid_file(data))?;
    let mut lines = text.lines();
    let pid = lines.next().and_then(|pid| pid.parse().ok()).map(Pid::from_raw);
    Ok(pid.map(|pid| Living { pid, api: lines.next().unwrap_or_default().to_owned() }))
}
