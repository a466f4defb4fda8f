//! A device as a table of a hundred thousand holds it: flat, with what it points at by id, so that a row is a kilobyte less.

use model::device_status::DeviceStatus;
use model::heartbeat::HeartbeatState;
use model::timestamp::Timestamp;
use model::update_status::UpdateStatus;
use serde::{Deserialize, Serialize};

use super::Row;
use super::device_tag::DeviceTagRow;
use crate::navigation::Deferred;

/// A device in a table. Sizes in MB, temperature in °C, usage in percent; none is unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceListRow {
    pub id: i64,
    pub uuid: String,
    pub device_name: String,
    pub overall_status: DeviceStatus,
    /// Percent, while it updates or is provisioned.
    pub overall_progress: Option<f64>,
    pub is_connected_to_vpn: bool,
    pub api_heartbeat_state: HeartbeatState,
    pub last_connectivity_event: Option<Timestamp>,
    pub changed_api_heartbeat_state_on__date: Option<Timestamp>,
    pub update_status: Option<UpdateStatus>,
    pub last_update_status_event: Option<Timestamp>,
    pub created_at: Timestamp,
    pub os_version: Option<String>,
    pub os_variant: Option<String>,
    pub supervisor_version: Option<String>,
    pub ip_address: Option<String>,
    pub mac_address: Option<String>,
    pub public_address: Option<String>,
    pub note: Option<String>,
    pub cpu_usage: Option<f64>,
    pub cpu_temp: Option<f64>,
    pub memory_usage: Option<f64>,
    pub memory_total: Option<f64>,
    pub storage_usage: Option<f64>,
    pub storage_total: Option<f64>,
    pub is_undervolted: Option<bool>,
    pub is_web_accessible: Option<bool>,
    pub is_of__device_type: Option<Deferred>,
    pub is_running__release: Option<Deferred>,
    pub should_be_running__release: Option<Deferred>,
    pub is_pinned_on__release: Option<Deferred>,
    /// Expanded.
    #[serde(default)]
    pub device_tag: Vec<DeviceTagRow>,
}

impl Row for DeviceListRow {
    const RESOURCE: &'static str = "device";
    const SELECT: &'static [&'static str] = &[
        "id",
        "uuid",
        "device_name",
        "overall_status",
        "overall_progress",
        "is_connected_to_vpn",
        "api_heartbeat_state",
        "last_connectivity_event",
        "changed_api_heartbeat_state_on__date",
        "update_status",
        "last_update_status_event",
        "created_at",
        "os_version",
        "os_variant",
        "supervisor_version",
        "ip_address",
        "mac_address",
        "public_address",
        "note",
        "cpu_usage",
        "cpu_temp",
        "memory_usage",
        "memory_total",
        "storage_usage",
        "storage_total",
        "is_undervolted",
        "is_web_accessible",
        "is_of__device_type",
        "is_running__release",
        "should_be_running__release",
        "is_pinned_on__release",
    ];
}
