//! A device on its way into a fleet (balena-api.md §6.4): what tells how far it is.

use model::device_uuid::DeviceUuid;
use model::heartbeat::HeartbeatState;
use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;
use super::release::ReleaseName;
use crate::navigation::ToOne;

/// The device.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FirstBootRow {
    pub id: i64,
    pub uuid: DeviceUuid,
    pub device_name: String,
    pub created_at: Timestamp,
    pub api_heartbeat_state: HeartbeatState,
    pub changed_api_heartbeat_state_on__date: Option<Timestamp>,
    pub last_connectivity_event: Option<Timestamp>,
    pub is_connected_to_vpn: bool,
    pub overall_progress: Option<f64>,
    /// Expanded.
    #[serde(default)]
    pub is_running__release: ToOne<ReleaseName>,
    /// Expanded.
    #[serde(default)]
    pub should_be_running__release: ToOne<ReleaseName>,
    /// Expanded, of images that are not deleted.
    #[serde(default)]
    pub image_install: Vec<InstallOfBoot>,
}

/// An image on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InstallOfBoot {
    pub status: String,
    pub install_date: Option<Timestamp>,
}

impl Row for FirstBootRow {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &[
        "id",
        "uuid",
        "device_name",
        "created_at",
        "api_heartbeat_state",
        "changed_api_heartbeat_state_on__date",
        "last_connectivity_event",
        "is_connected_to_vpn",
        "overall_progress",
    ];
}
