//! A device as the rules of what needs attention look at it (balena-api.md §6.4).

use model::device_status::DeviceStatus;
use model::device_uuid::DeviceUuid;
use model::heartbeat::HeartbeatState;
use model::timestamp::Timestamp;
use model::update_status::UpdateStatus;
use serde::{Deserialize, Serialize};

use super::Row;
use super::image_install::ImageInstallRow;
use super::release::ReleaseName;
use crate::navigation::ToOne;

/// What the rules need. Sizes in MB, temperature in °C.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttentionRow {
    pub id: i64,
    pub uuid: DeviceUuid,
    pub device_name: String,
    pub overall_status: DeviceStatus,
    pub is_connected_to_vpn: bool,
    pub api_heartbeat_state: HeartbeatState,
    pub last_connectivity_event: Option<Timestamp>,
    pub changed_api_heartbeat_state_on__date: Option<Timestamp>,
    pub update_status: Option<UpdateStatus>,
    pub last_update_status_event: Option<Timestamp>,
    pub os_version: Option<String>,
    pub cpu_temp: Option<f64>,
    pub memory_usage: Option<f64>,
    pub memory_total: Option<f64>,
    pub storage_usage: Option<f64>,
    pub storage_total: Option<f64>,
    pub is_undervolted: Option<bool>,
    /// Expanded.
    #[serde(default)]
    pub is_running__release: ToOne<ReleaseName>,
    /// Expanded.
    #[serde(default)]
    pub should_be_running__release: ToOne<ReleaseName>,
    /// Expanded: the host OS it was told to run.
    #[serde(default)]
    pub should_be_operated_by__release: ToOne<ReleaseName>,
    /// Expanded: only services that ended or restart.
    #[serde(default)]
    pub image_install: Vec<ImageInstallRow>,
}

impl Row for AttentionRow {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &[
        "id",
        "uuid",
        "device_name",
        "overall_status",
        "is_connected_to_vpn",
        "api_heartbeat_state",
        "last_connectivity_event",
        "changed_api_heartbeat_state_on__date",
        "update_status",
        "last_update_status_event",
        "os_version",
        "cpu_temp",
        "memory_usage",
        "memory_total",
        "storage_usage",
        "storage_total",
        "is_undervolted",
    ];
}
