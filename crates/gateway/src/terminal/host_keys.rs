//! Devices' SSH host keys, pinned when first seen: they are made on the device and told to nobody (balena-api.md §10.5).

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use model::device_uuid::DeviceUuid;

use crate::key_file;

/// What a key is to what was pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The one we know, or the first we see.
    Trusted,
    /// Another one than before.
    Changed,
}

/// Device uuid → the key in OpenSSH's form.
#[derive(Debug)]
pub(crate) struct HostKeys {
    file: PathBuf,
    pins: Mutex<BTreeMap<String, String>>,
}

impl HostKeys {
    /// Reads the pins.
    pub(crate) fn from_file(file: PathBuf) -> io::Result<Self> {
        let bytes = key_file::read_or_make(&file, || Ok(b"{}".to_vec()))?;
        let pins = serde_json::from_slice(&bytes).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{} is broken: {error}", file.display()))
        })?;
        Ok(Self { file, pins: Mutex::new(pins) })
    }

    /// Where the pins are kept.
    pub(crate) fn file(&self) -> &std::path::Path {
        &self.file
    }

    /// Judges a device's key; pins the first.
    pub(crate) fn judge(&self, device: &DeviceUuid, key: &str) -> io::Result<Verdict> {
        let mut pins = self.pins.lock().unwrap_or_else(PoisonError::into_inner);
        match pins.get(device.as_str()) {
            Some(pinned) if pinned == key => Ok(Verdict::Trusted),
            Some(_) => Ok(Verdict::Changed),
            None => {
                pins.insert(device.as_str().to_owned(), key.to_owned());
                key_file::write(&self.file, &serde_json::to_vec_pretty(&*pins).map_err(io::Error::other)?)?;
                Ok(Verdict::Trusted)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_is_pinned_over_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("host_keys.json");
        let device = "a".repeat(32).parse().unwrap();
        let keys = HostKeys::from_file(file.clone()).unwrap();
        assert_eq!(keys.judge(&device, "one").unwrap(), Verdict::Trusted);
        let keys = HostKeys::from_file(file).unwrap();
        assert_eq!(keys.judge(&device, "two").unwrap(), Verdict::Changed);
        assert_eq!(keys.judge(&device, "one").unwrap(), Verdict::Trusted);
    }
}
