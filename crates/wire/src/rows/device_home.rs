//! Where a device could live: its type, and the fleets it could move to (balena-api.md §6.2).

use serde::{Deserialize, Serialize};

use super::Row;
use super::fleet_choice::DeviceTypeChoice;
use crate::navigation::ToOne;

/// A device's type with its architecture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceKindRow {
    pub id: i64,
    /// Expanded.
    #[serde(default)]
    pub is_of__device_type: ToOne<DeviceTypeChoice>,
}

impl Row for DeviceKindRow {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &["id"];
}

/// A fleet with the architecture of its default type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetHomeRow {
    pub id: i64,
    pub app_name: String,
    pub slug: String,
    /// Expanded.
    #[serde(default)]
    pub is_for__device_type: ToOne<DeviceTypeChoice>,
}

impl Row for FleetHomeRow {
    const RESOURCE: &'static str = "application";
    const SELECT: &'static [&'static str] = &["id", "app_name", "slug"];
}

/// A configuration variable of a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceSwitchRow {
    pub name: String,
    pub value: String,
}

impl Row for DeviceSwitchRow {
    const RESOURCE: &'static str = "device_config_variable";
    const SELECT: &'static [&'static str] = &["name", "value"];
}
