//! What an agent is told when it is started.

use std::fmt;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use model::device_uuid::DeviceUuid;

/// Which fleet a device enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fleet {
    /// `application.id`.
    Id(i64),
    /// `organization/fleet`.
    Slug(String),
    /// `application.uuid`.
    Uuid(String),
}

/// The text names no fleet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a fleet is its id (12), its slug (org/fleet) or its uuid (32 hexadecimal digits)")]
pub struct NotAFleet;

impl FromStr for Fleet {
    type Err = NotAFleet;

    fn from_str(text: &str) -> Result<Self, NotAFleet> {
        let word =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(Self::Uuid(text.to_owned()));
        }
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(id));
        }
        match text.split_once('/') {
            Some((organization, fleet)) if word(organization) && word(fleet) => Ok(Self::Slug(text.to_owned())),
            _ => Err(NotAFleet),
        }
    }
}

/// How one agent runs. [`DeviceConfig::new`] fills in what a person rarely says.
#[derive(Clone)]
pub struct DeviceConfig {
    /// The API's base address, `https://host:port` or `http://host:port`, without a trailing slash.
    pub api: String,
    /// The PEM file of the authority that vouches for an https API; by default those the system trusts do.
    pub root_certificate: Option<PathBuf>,
    /// Where the device keeps everything it has. One agent a folder.
    pub data: PathBuf,
    /// The fleet's key; needed until the device is registered, then forgotten.
    pub provisioning_key: Option<String>,
    /// The fleet to enter; needed until the device is registered.
    pub fleet: Option<Fleet>,
    /// The slug of the device type.
    pub device_type: String,
    /// The uuid to take at the first start; made up when absent.
    pub uuid: Option<DeviceUuid>,
    /// The name to take at the first start; the API makes one up when absent.
    pub name: Option<String>,
    /// Bytes a second that all downloads together may take.
    pub download_rate: Option<NonZeroU64>,
    /// How often the target state is asked for; when absent, as the fleet's configuration says.
    pub poll_interval: Option<Duration>,
    /// As reported, e.g. `balenaOS 6.5.39`.
    pub os_version: String,
    /// `dev` or `prod`.
    pub os_variant: String,
    /// As reported, e.g. `17.1.0`.
    pub supervisor_version: String,
    /// How often metrics are read and reported.
    pub metrics_interval: Duration,
    /// How often download progress is reported.
    pub progress_interval: Duration,
    /// How long a service may take to end after SIGTERM.
    pub stop_grace: Duration,
    /// How long the device is away when it reboots.
    pub boot_time: Duration,
}

impl DeviceConfig {
    /// A device with the defaults of `binnacle device`.
    pub fn new(api: impl Into<String>, data: impl Into<PathBuf>) -> Self {
        Self {
            api: api.into().trim_end_matches('/').to_owned(),
            root_certificate: None,
            data: data.into(),
            provisioning_key: None,
            fleet: None,
            device_type: "generic-amd64".to_owned(),
            uuid: None,
            name: None,
            download_rate: None,
            poll_interval: None,
            os_version: "balenaOS 6.5.39+rev1".to_owned(),
            os_variant: "dev".to_owned(),
            supervisor_version: "17.1.0".to_owned(),
            metrics_interval: Duration::from_secs(10),
            progress_interval: Duration::from_millis(500),
            stop_grace: Duration::from_secs(10),
            boot_time: Duration::from_secs(2),
        }
    }
}

impl fmt::Debug for DeviceConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceConfig").field("api", &self.api).field("data", &self.data).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fleet_is_an_id_a_slug_or_a_uuid() {
        assert_eq!("12".parse(), Ok(Fleet::Id(12)));
        assert_eq!("admin/greenhouse".parse(), Ok(Fleet::Slug("admin/greenhouse".into())));
        assert_eq!("1".repeat(32).parse(), Ok(Fleet::Uuid("1".repeat(32))));
        for bad in ["", "a", "a/", "a/b/c", "a/b' or 1 eq 1"] {
            assert_eq!(bad.parse::<Fleet>(), Err(NotAFleet), "{bad}");
        }
    }
}
