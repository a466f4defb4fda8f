//! Update locks: files by which a service says “not now” (devices.md, "Locks").

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Either file locks; the agent takes both.
const NAMES: [&str; 2] = ["updates.lock", "resin-updates.lock"];
/// What the agent's own lock files hold. On balenaOS their owner (uid 65534) tells them.
const MARK: &str = "binnacle supervisor\n";

/// A service holds a lock.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    #[error("Lockfile exists for {{ serviceName: '{service}', appId: {app} }}")]
    Locked { app: i64, service: String },
    #[error("update locks cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// The agent's own locks on the services of an application, given back when dropped.
#[derive(Debug, Default)]
pub(crate) struct Held {
    files: Vec<PathBuf>,
}

impl Drop for Held {
    fn drop(&mut self) {
        for file in &self.files {
            drop(fs::remove_file(file));
        }
    }
}

/// Takes the locks of services, given by name and lock folder, or none of them.
/// With `force` a service's own lock is removed first.
pub(crate) fn take<'a>(
    app: i64,
    services: impl IntoIterator<Item = (&'a str, PathBuf)>,
    force: bool,
) -> Result<Held, LockError> {
    let mut held = Held::default();
    for (service, folder) in services {
        fs::create_dir_all(&folder)?;
        for name in NAMES {
            let file = folder.join(name);
            if force || is_own(&file) {
                remove(&file)?;
            }
            match create(&folder, &file) {
                Ok(()) => held.files.push(file),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(LockError::Locked { app, service: service.to_owned() });
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(held)
}

/// Whether a lock is one that an agent left behind.
fn is_own(file: &Path) -> bool {
    fs::read(file).is_ok_and(|content| content == MARK.as_bytes())
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::symlink_metadata(file) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(file),
        Ok(_) => fs::remove_file(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes the file with its mark at once, or fails because it exists: a link is atomic where a write is not.
fn create(folder: &Path, file: &Path) -> io::Result<()> {
    let partial = folder.join(format!(".{:016x}", rand::random::<u64>()));
    fs::write(&partial, MARK)?;
    let linked = fs::hard_link(&partial, file);
    fs::remove_file(&partial)?;
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_services_lock_holds_all_and_force_breaks_it() {
        let root = tempfile::tempdir().unwrap();
        let services = || ["a", "b"].map(|name| (name, root.path().join(name)));
        let exists = |file: &str| root.path().join(file).exists();
        let held = take(1, services(), false).unwrap();
        assert!(exists("a/updates.lock") && exists("b/resin-updates.lock"));
        drop(held);
        assert!(!exists("a/updates.lock"));

        fs::write(root.path().join("b/resin-updates.lock"), "").unwrap();
        let refused = take(11, services(), false).unwrap_err();
        assert_eq!(refused.to_string(), "Lockfile exists for { serviceName: 'b', appId: 11 }");
        assert!(!exists("a/updates.lock") && exists("b/resin-updates.lock"));

        drop(take(1, services(), true).unwrap());
        assert!(!exists("b/resin-updates.lock"));
    }

    #[test]
    fn locks_of_an_agent_that_died_do_not_hold() {
        let root = tempfile::tempdir().unwrap();
        let service = || [("a", root.path().join("a"))];
        std::mem::forget(take(1, service(), false).unwrap());
        take(1, service(), false).unwrap();
    }
}
