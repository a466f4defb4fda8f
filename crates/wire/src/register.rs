//! How a device enters a fleet: `POST /device/register` with the fleet's provisioning key (balena-api.md §4).

use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};

/// The request. `device_type` is a slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    pub application: i64,
    pub device_type: String,
    pub uuid: DeviceUuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_variant: Option<String>,
    /// Space-separated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac_address: Option<String>,
}

/// The answer, 201. 409 when the uuid is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub id: i64,
    pub uuid: DeviceUuid,
    pub api_key: String,
}
