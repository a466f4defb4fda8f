//! A device (balena-api.md §6.4), as a list row and as its own page shows it.

use model::device_status::DeviceStatus;
use model::device_uuid::DeviceUuid;
use model::heartbeat::HeartbeatState;
use model::timestamp::Timestamp;
use model::update_status::UpdateStatus;
use serde::{Deserialize, Serialize};

use super::Row;
use super::application::ApplicationRow;
use super::device_tag::DeviceTagRow;
use super::device_type::DeviceTypeRow;
use super::image_install::ImageInstallRow;
use super::release::ReleaseName;
use crate::navigation::{Deferred, ToOne};

/// A device in a list. Sizes in MB, temperature in °C, usage in percent; none is unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceRow {
    pub id: i64,
    pub uuid: DeviceUuid,
    pub device_name: String,
    pub overall_status: DeviceStatus,
    /// Percent, while it updates or is provisioned.
    pub overall_progress: Option<f64>,
    pub is_online: bool,
    pub is_connected_to_vpn: bool,
    pub api_heartbeat_state: HeartbeatState,
    pub last_connectivity_event: Option<Timestamp>,
    pub changed_api_heartbeat_state_on__date: Option<Timestamp>,
    pub update_status: Option<UpdateStatus>,
    pub os_version: Option<String>,
    pub supervisor_version: Option<String>,
    pub cpu_usage: Option<f64>,
    pub cpu_temp: Option<f64>,
    pub memory_usage: Option<f64>,
    pub memory_total: Option<f64>,
    pub storage_usage: Option<f64>,
    pub storage_total: Option<f64>,
    /// Expanded.
    #[serde(default)]
    pub is_of__device_type: ToOne<DeviceTypeRow>,
    /// Expanded: what it says it runs.
    #[serde(default)]
    pub is_running__release: ToOne<ReleaseName>,
    /// Expanded: its pin, or else its fleet's target.
    #[serde(default)]
    pub should_be_running__release: ToOne<ReleaseName>,
    /// Expanded: its pin.
    #[serde(default)]
    pub is_pinned_on__release: ToOne<ReleaseName>,
    /// Expanded.
    #[serde(default)]
    pub device_tag: Vec<DeviceTagRow>,
}

impl Row for DeviceRow {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &[
        "id",
        "uuid",
        "device_name",
        "overall_status",
        "overall_progress",
        "is_online",
        "is_connected_to_vpn",
        "api_heartbeat_state",
        "last_connectivity_event",
        "changed_api_heartbeat_state_on__date",
        "update_status",
        "os_version",
        "supervisor_version",
        "cpu_usage",
        "cpu_temp",
        "memory_usage",
        "memory_total",
        "storage_usage",
        "storage_total",
    ];
}

/// A device as its own page shows it: the list row and more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceDetail {
    #[serde(flatten)]
    pub row: DeviceRow,
    pub note: Option<String>,
    pub os_variant: Option<String>,
    pub ip_address: Option<String>,
    pub mac_address: Option<String>,
    pub public_address: Option<String>,
    pub cpu_id: Option<String>,
    pub is_undervolted: bool,
    pub last_update_status_event: Option<Timestamp>,
    pub modified_at: Timestamp,
    pub created_at: Timestamp,
    /// Expanded.
    #[serde(default)]
    pub belongs_to__application: ToOne<ApplicationRow>,
    /// Expanded.
    #[serde(default)]
    pub should_be_operated_by__release: ToOne<ReleaseName>,
    /// Expanded, `status ne 'deleted'`.
    #[serde(default)]
    pub image_install: Vec<ImageInstallRow>,
}

impl DeviceDetail {
    /// What the page selects beyond [`DeviceRow::SELECT`].
    pub const SELECT_MORE: &'static [&'static str] = &[
        "note",
        "os_variant",
        "ip_address",
        "mac_address",
        "public_address",
        "cpu_id",
        "is_undervolted",
        "last_update_status_event",
        "modified_at",
        "created_at",
    ];
}

/// Only a device's state: what a fleet's status bar counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceStatusOnly {
    pub overall_status: DeviceStatus,
}

impl Row for DeviceStatusOnly {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &["overall_status"];
}

/// A device's state and whose it is: what the fleets' status bars count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceInFleet {
    pub id: i64,
    pub overall_status: DeviceStatus,
    pub belongs_to__application: Option<Deferred>,
}

impl Row for DeviceInFleet {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &["id", "overall_status", "belongs_to__application"];
}
