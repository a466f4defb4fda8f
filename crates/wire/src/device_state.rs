//! What a device should be and what it says it is: target state v3 and its reports (balena-api.md §4, §7).

use std::collections::BTreeMap;

use model::service_status::ServiceStatus;
use model::update_status::UpdateStatus;
use serde::{Deserialize, Serialize};

/// `GET /device/v3/:uuid/state`: by device uuid.
pub type TargetState = BTreeMap<String, DeviceTarget>;

/// What one device should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTarget {
    pub name: String,
    /// `RESIN_…`/`BALENA_…` configuration, fleet's overridden by the device's.
    pub config: BTreeMap<String, String>,
    /// By application uuid.
    pub apps: BTreeMap<String, AppTarget>,
}

/// One application on a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppTarget {
    pub id: i64,
    pub name: String,
    /// `fleet`, `app` or `block`.
    pub class: String,
    pub is_host: bool,
    /// By commit; at most one. Absent where there is nothing to run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub releases: BTreeMap<String, ReleaseTarget>,
}

/// The release an application should run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseTarget {
    pub id: i64,
    /// By service name. Absent where the release has none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub services: BTreeMap<String, ServiceTarget>,
    /// As in the compose file; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub networks: Option<serde_json::Value>,
    /// As in the compose file; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volumes: Option<serde_json::Value>,
}

/// One service of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTarget {
    pub id: i64,
    pub image_id: i64,
    /// The image's location: `<registry>/v2/<32 hex>`, perhaps with a digest.
    pub image: String,
    /// Merged by precedence: image < fleet < service < device < device-service.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<serde_json::Value>,
    /// The service's part of the compose file, without its `build`; absent where the file does not name the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub composition: Option<serde_json::Value>,
}

/// `PATCH /device/v3/state`: by device uuid. What is absent has not changed.
pub type StateReport = BTreeMap<String, DeviceReport>;

/// What a device says of itself; sizes in MB, temperature in °C, usage in percent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeviceReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_variant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervisor_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisioning_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub provisioning_progress: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mac_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_undervolted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_usage: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_temp: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_usage: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_total: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_usage: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_total: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_block_device: Option<String>,
    /// By application uuid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apps: Option<BTreeMap<String, AppReport>>,
}

/// What runs of one application.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppReport {
    /// The commit that runs; during an update still the former one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_uuid: Option<String>,
    /// By commit; two while an update is under way.
    pub releases: BTreeMap<String, ReleaseReport>,
}

/// How far one release is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReleaseReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_status: Option<UpdateStatus>,
    /// By service name.
    pub services: BTreeMap<String, ServiceReport>,
}

/// How far one service is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceReport {
    pub image: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ServiceStatus>,
    /// 0–100; `Some(None)` clears it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub download_progress: Option<Option<f64>>,
}

/// Tells an explicit null (`Some(None)`) from an absent key (`None`).
#[expect(clippy::option_option, reason = "absent, null and set are three things on the wire")]
fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_progress_is_not_the_same_as_none() {
        let read = |text: &str| serde_json::from_str::<ServiceReport>(text).unwrap().download_progress;
        assert_eq!(read(r#"{"image":"a","download_progress":null}"#), Some(None));
        assert_eq!(read(r#"{"image":"a","download_progress":37}"#), Some(Some(37.0)));
        assert_eq!(read(r#"{"image":"a"}"#), None);
    }
}
