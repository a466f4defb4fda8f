//! A tag of a device (balena-api.md §6.6).

use serde::{Deserialize, Serialize};

use super::Row;

/// A device's tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTagRow {
    pub id: i64,
    pub tag_key: String,
    pub value: String,
}

impl Row for DeviceTagRow {
    const RESOURCE: &'static str = "device_tag";
    const SELECT: &'static [&'static str] = &["id", "tag_key", "value"];
}
