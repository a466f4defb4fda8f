//! What a virtual device takes from a config.json: the file a device finds on its boot partition (balena-api.md §4).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// What of the file concerns a virtual device.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ConfigJson {
    #[serde(rename = "apiEndpoint")]
    pub(crate) api: Option<String>,
    /// The PEM of the authority that vouches for the API, in base64.
    #[serde(rename = "balenaRootCA")]
    pub(crate) authority: Option<String>,
    #[serde(rename = "applicationId")]
    pub(crate) fleet: Option<i64>,
    #[serde(rename = "deviceType")]
    pub(crate) device_type: Option<String>,
    #[serde(rename = "apiKey")]
    pub(crate) key: Option<String>,
}

/// Why the file cannot be used. What stands in it is not told: it has a key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigJsonError {
    #[error("{path} could not be read: {error}")]
    Unreadable { path: String, error: io::Error },
    #[error("{path} is no config.json")]
    NotOne { path: String },
    #[error("the certificate in the config.json is no base64")]
    Certificate,
}

/// Reads the file.
pub(crate) fn read(path: &Path) -> Result<ConfigJson, ConfigJsonError> {
    let shown = || path.display().to_string();
    let unreadable = |error| ConfigJsonError::Unreadable { path: shown(), error };
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(ConfigJsonError::NotOne { path: shown() });
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    serde_json::from_str(&text).map_err(|_| ConfigJsonError::NotOne { path: shown() })
}

/// Keeps the authority's certificate in the device's folder, where the agent reads it at each start.
pub(crate) fn keep(data: &Path, authority: &str) -> Result<PathBuf, ConfigJsonError> {
    let pem = BASE64.decode(authority.trim()).map_err(|_| ConfigJsonError::Certificate)?;
    let path = data.join("ca.pem");
    let unwritable = |error| ConfigJsonError::Unreadable { path: path.display().to_string(), error };
    fs::create_dir_all(data).map_err(unwritable)?;
    fs::write(&path, pem).map_err(unwritable)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_platform_writes_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        let pem = BASE64.encode("-----BEGIN CERTIFICATE-----");
        let text = format!(
            r#"{{"applicationId":7,"deviceType":"generic-amd64","apiKey":"k","apiEndpoint":"https://api","balenaRootCA":"{pem}","wifiSsid":"lab"}}"#
        );
        fs::write(&path, text).unwrap();
        let said = read(&path).unwrap();
        assert_eq!((said.fleet, said.key.as_deref(), said.api.as_deref()), (Some(7), Some("k"), Some("https://api")));
        let kept = keep(&folder.path().join("device"), &said.authority.unwrap()).unwrap();
        assert_eq!(fs::read_to_string(kept).unwrap(), "-----BEGIN CERTIFICATE-----");
        fs::write(&path, "key: k").unwrap();
        assert!(matches!(read(&path), Err(ConfigJsonError::NotOne { .. })));
    }
}
