//! What the world is made of, as a file both the server and the world's process read.

use std::fs;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The world's folder within the server's.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("world")
}

/// All devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The API's base address.
    pub(crate) api: String,
    /// At most so many of them run.
    pub(crate) limit: usize,
    pub(crate) devices: Vec<PlannedDevice>,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PlannedDevice {
    pub(crate) name: String,
    pub(crate) uuid: String,
    /// The fleet's id.
    pub(crate) fleet: i64,
    pub(crate) device_type: String,
    /// The fleet's provisioning key.
    pub(crate) key: String,
    /// Bytes a second.
    pub(crate) rate: u64,
    /// Seconds.
    pub(crate) poll: u64,
    pub(crate) os_version: String,
    pub(crate) supervisor_version: String,
}

impl PlannedDevice {
    /// Where the device lives.
    pub(crate) fn folder(&self, data: &Path) -> PathBuf {
        folder(data).join("devices").join(&self.name)
    }

    /// The words after `binnacle`. The key is not among them.
    pub(crate) fn arguments(&self, api: &str, data: &Path) -> Vec<String> {
        let folder = self.folder(data).display().to_string();
        let (fleet, rate, poll) = (self.fleet.to_string(), self.rate.to_string(), self.poll.to_string());
        let pairs = [
            ("--api", api),
            ("--data", &folder),
            ("--fleet", &fleet),
            ("--type", &self.device_type),
            ("--uuid", &self.uuid),
            ("--name", &self.name),
            ("--rate", &rate),
            ("--poll", &poll),
            ("--metrics", "15"),
            ("--os-version", &self.os_version),
            ("--supervisor-version", &self.supervisor_version),
        ];
        let words = pairs.into_iter().flat_map(|(option, value)| [option.to_owned(), value.to_owned()]);
        std::iter::once("device".to_owned()).chain(words).collect()
    }

    /// Marks a device that has been seen and stays away.
    pub(crate) fn retired_mark(&self, data: &Path) -> PathBuf {
        self.folder(data).join("retired")
    }
}

impl Plan {
    /// The devices that run.
    pub(crate) fn running(&self) -> impl Iterator<Item = &PlannedDevice> {
        self.devices.iter().take(self.limit)
    }

    fn file(data: &Path) -> PathBuf {
        folder(data).join("plan.json")
    }

    /// Reads the plan; nothing when there is none.
    pub(crate) fn read(data: &Path) -> io::Result<Option<Self>> {
        match fs::read(Self::file(data)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(io::Error::from),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes it, readable by its owner only.
    pub(crate) fn write(&self, data: &Path) -> io::Result<()> {
        fs::create_dir_all(folder(data))?;
        let next = folder(data).join("plan.next");
        let file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&next)?;
        serde_json::to_writer_pretty(&file, self)?;
        file.sync_all()?;
        fs::rename(next, Self::file(data))
    }
}
