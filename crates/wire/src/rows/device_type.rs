//! A device type (balena-api.md §6.3).

use serde::{Deserialize, Serialize};

use super::Row;

/// A device type by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTypeRow {
    pub slug: String,
    pub name: String,
}

impl Row for DeviceTypeRow {
    const RESOURCE: &'static str = "device_type";
    const SELECT: &'static [&'static str] = &["slug", "name"];
}

/// A device type, found by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTypeById {
    pub id: i64,
    pub name: String,
}

impl Row for DeviceTypeById {
    const RESOURCE: &'static str = "device_type";
    const SELECT: &'static [&'static str] = &["id", "name"];
}
