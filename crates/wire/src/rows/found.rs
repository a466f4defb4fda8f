//! Devices and releases with their fleets, as a search over all fleets finds them.

use model::device_status::DeviceStatus;
use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};

use super::Row;
use super::application::ApplicationName;
use super::release::ReleaseName;
use crate::navigation::ToOne;

/// A device as a search over all fleets finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFound {
    pub id: i64,
    pub uuid: DeviceUuid,
    pub device_name: String,
    pub overall_status: DeviceStatus,
    /// Expanded.
    #[serde(default)]
    pub belongs_to__application: ToOne<ApplicationName>,
}

impl Row for DeviceFound {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &["id", "uuid", "device_name", "overall_status"];
}

/// A release and the fleet it is of: what a search over all fleets finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseInFleet {
    #[serde(flatten)]
    pub name: ReleaseName,
    /// Expanded.
    #[serde(default)]
    pub belongs_to__application: ToOne<ApplicationName>,
}

impl Row for ReleaseInFleet {
    const RESOURCE: &'static str = "release";
    const SELECT: &'static [&'static str] = ReleaseName::SELECT;
}
