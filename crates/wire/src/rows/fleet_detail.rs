//! A fleet as its own pages show it (balena-api.md §6.2): whose it is, for which architecture, its tags.

use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;
use super::fleet_choice::{DeviceTypeChoice, OrganizationChoice};
use crate::navigation::ToOne;

/// The fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetDetailRow {
    pub id: i64,
    pub app_name: String,
    pub slug: String,
    pub uuid: String,
    pub is_public: bool,
    pub created_at: Timestamp,
    /// Expanded, with its architecture.
    #[serde(default)]
    pub is_for__device_type: ToOne<DeviceTypeChoice>,
    /// Expanded.
    #[serde(default)]
    pub organization: ToOne<OrganizationChoice>,
    /// Expanded.
    #[serde(default)]
    pub application_tag: Vec<FleetTagRow>,
}

/// One of its tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetTagRow {
    pub tag_key: String,
    pub value: String,
}

impl Row for FleetDetailRow {
    const RESOURCE: &'static str = "application";
    const SELECT: &'static [&'static str] = &["id", "app_name", "slug", "uuid", "is_public", "created_at"];
}

impl Row for FleetTagRow {
    const RESOURCE: &'static str = "application_tag";
    const SELECT: &'static [&'static str] = &["tag_key", "value"];
}
