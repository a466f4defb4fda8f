//! What a new fleet is made of: a device type (balena-api.md §6.3) and an organization (§6.1), by number and by name.

use serde::{Deserialize, Serialize};

use super::Row;
use crate::navigation::ToOne;

/// A processor architecture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchitectureRow {
    pub id: i64,
    pub slug: String,
}

impl Row for ArchitectureRow {
    const RESOURCE: &'static str = "cpu_architecture";
    const SELECT: &'static [&'static str] = &["id", "slug"];
}

/// A device type to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTypeChoice {
    pub id: i64,
    pub slug: String,
    pub name: String,
    /// Expanded.
    #[serde(default)]
    pub is_of__cpu_architecture: ToOne<ArchitectureRow>,
}

impl Row for DeviceTypeChoice {
    const RESOURCE: &'static str = "device_type";
    const SELECT: &'static [&'static str] = &["id", "slug", "name"];
}

/// An organization to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationChoice {
    pub id: i64,
    pub name: String,
    pub handle: String,
}

impl Row for OrganizationChoice {
    const RESOURCE: &'static str = "organization";
    const SELECT: &'static [&'static str] = &["id", "name", "handle"];
}
