//! The folder a device lives in: its layout, its lock, and writes that are whole or not there.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::DeviceError;

/// One device's folder, held by one agent until it is dropped.
#[derive(Debug)]
pub(crate) struct DataDir {
    root: PathBuf,
    lock: File,
}

impl DataDir {
    /// Makes the folder where it is missing and takes it.
    pub(crate) fn open(path: &Path) -> Result<Self, DeviceError> {
        let unusable = |source| DeviceError::Folder { path: path.to_owned(), source };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(unusable)?;
        let root = path.canonicalize().map_err(unusable)?;
        let lock =
            File::options().create(true).truncate(false).write(true).open(root.join("agent.lock")).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let pid = fs::read_to_string(root.join("agent.pid")).ok().and_then(|pid| pid.trim().parse().ok());
                return Err(DeviceError::Held { path: root, pid });
            }
            Err(TryLockError::Error(source)) => return Err(unusable(source)),
        }
        let dir = Self { root, lock };
        write(&dir.root.join("agent.pid"), format!("{}\n", std::process::id()).as_bytes()).map_err(unusable)?;
        for folder in [dir.host(), dir.host_bin(), dir.containers(), dir.blobs(), dir.images(), dir.refs()] {
            fs::create_dir_all(folder).map_err(unusable)?;
        }
        Ok(dir)
    }

    /// uuid and keys.
    pub(crate) fn identity(&self) -> PathBuf {
        self.root.join("device.json")
    }

    /// What is installed.
    pub(crate) fn installed(&self) -> PathBuf {
        self.root.join("installed.json")
    }

    /// The target state as it was last heard.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target.json")
    }

    /// The processes that were started.
    pub(crate) fn processes(&self) -> PathBuf {
        self.root.join("processes.json")
    }

    /// The SSH host key.
    pub(crate) fn host_key(&self) -> PathBuf {
        self.root.join("ssh_host_ed25519_key")
    }

    /// The home of the host OS's root user.
    pub(crate) fn host(&self) -> PathBuf {
        self.root.join("host")
    }

    /// What the host OS has on its `PATH` besides the machine's.
    pub(crate) fn host_bin(&self) -> PathBuf {
        self.root.join("host-bin")
    }

    /// A folder for each process of a service that runs.
    pub(crate) fn containers(&self) -> PathBuf {
        self.root.join("containers")
    }

    /// Layers as they are downloaded, by digest.
    pub(crate) fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    /// Unpacked images, by digest.
    pub(crate) fn images(&self) -> PathBuf {
        self.root.join("images")
    }

    /// Which image a location stands for.
    pub(crate) fn refs(&self) -> PathBuf {
        self.root.join("refs")
    }

    /// The volumes of an application, by its id.
    pub(crate) fn volumes(&self, app: i64) -> PathBuf {
        self.root.join("volumes").join(app.to_string())
    }

    /// The folder of a service's update locks (`/tmp/balena-supervisor/services/<app>/<service>` on balenaOS).
    pub(crate) fn locks(&self, app: i64, service: &str) -> PathBuf {
        self.root.join("services").join(app.to_string()).join(service)
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        // The lock goes with the file handle; a pid that no longer runs would only confuse.
        drop(fs::remove_file(self.root.join("agent.pid")));
        drop(self.lock.unlock());
    }
}

/// Writes a file so that after a crash it holds the old bytes or the new ones; readable by its owner only.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let partial = parent.join(format!(".{name}.{:08x}", rand::random::<u32>()));
    let written = (|| {
        let mut file = File::options().create_new(true).write(true).mode(0o600).open(&partial)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        fs::rename(&partial, path)
    })();
    if written.is_err() {
        drop(fs::remove_file(&partial));
    }
    written
}

/// Writes a value as JSON, whole or not at all.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> io::Result<()> {
    write(path, &serde_json::to_vec_pretty(value)?)
}

/// Reads what [`write_json`] wrote; `None` when there is no such file.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, DeviceError> {
    let mut text = Vec::new();
    match File::open(path).and_then(|mut file| file.read_to_end(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(DeviceError::Folder { path: path.to_owned(), source }),
    }
    serde_json::from_slice(&text)
        .map(Some)
        .map_err(|error| DeviceError::Damaged { path: path.to_owned(), why: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_agent_is_turned_away_and_a_later_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataDir::open(folder.path()).unwrap();
        match DataDir::open(folder.path()) {
            Err(DeviceError::Held { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(first);
        DataDir::open(folder.path()).unwrap();
    }

    #[test]
    fn damage_is_told_and_absence_is_not_damage() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device.json");
        assert_eq!(read_json::<u8>(&path).unwrap(), None);
        write_json(&path, &7).unwrap();
        assert_eq!(read_json::<u8>(&path).unwrap(), Some(7));
        write(&path, b"{").unwrap();
        assert!(matches!(read_json::<u8>(&path), Err(DeviceError::Damaged { .. })));
    }
}
