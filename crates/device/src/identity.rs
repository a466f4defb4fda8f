//! Who the device is: its uuid and its keys, kept across restarts.

use std::fmt;
use std::fmt::Write as _;

use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};

use crate::config::DeviceConfig;
use crate::data_dir::{DataDir, read_json, write_json};
use crate::error::DeviceError;

/// `device.json`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) uuid: DeviceUuid,
    /// The device's own key for the API. Made here, as supervisors do, so that a lost answer loses nothing.
    pub(crate) api_key: String,
    /// What the supervisor API asks for (`api_secret`).
    pub(crate) api_secret: String,
    /// `device.id`, known once the device is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) device_id: Option<i64>,
    /// The fleet's key, until the device is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) provisioning_key: Option<String>,
}

impl Identity {
    /// Reads the device's identity, or makes one up at the first start.
    pub(crate) fn load(config: &DeviceConfig, dir: &DataDir) -> Result<Self, DeviceError> {
        let path = dir.identity();
        let mut identity = read_json(&path)?.unwrap_or_else(|| Self {
            uuid: config.uuid.clone().unwrap_or_else(random_uuid),
            api_key: random_hex(),
            api_secret: random_hex(),
            device_id: None,
            provisioning_key: None,
        });
        if identity.device_id.is_none() && config.provisioning_key.is_some() {
            identity.provisioning_key.clone_from(&config.provisioning_key);
        }
        identity.save(dir)?;
        Ok(identity)
    }

    /// Keeps it.
    pub(crate) fn save(&self, dir: &DataDir) -> Result<(), DeviceError> {
        write_json(&dir.identity(), self).map_err(|source| DeviceError::Folder { path: dir.identity(), source })
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("uuid", &self.uuid).field("device_id", &self.device_id).finish_non_exhaustive()
    }
}

/// 32 hexadecimal digits.
pub(crate) fn random_hex() -> String {
    hex(&rand::random::<[u8; 16]>())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

fn random_uuid() -> DeviceUuid {
    loop {
        // 32 hexadecimal digits are a uuid; the loop ends at its first turn.
        if let Ok(uuid) = random_hex().parse() {
            return uuid;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_is_kept_and_the_provisioning_key_is_not_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open(folder.path()).unwrap();
        let mut config = DeviceConfig::new("http://localhost", folder.path());
        config.provisioning_key = Some("fleet key".into());
        let mut first = Identity::load(&config, &dir).unwrap();
        assert_eq!(first.provisioning_key.as_deref(), Some("fleet key"));
        first.device_id = Some(5);
        first.provisioning_key = None;
        first.save(&dir).unwrap();
        let again = Identity::load(&config, &dir).unwrap();
        assert_eq!((again.uuid, again.api_key), (first.uuid, first.api_key));
        assert_eq!(again.provisioning_key, None);
        assert!(!std::fs::read_to_string(dir.identity()).unwrap().contains("fleet key"));
    }
}
