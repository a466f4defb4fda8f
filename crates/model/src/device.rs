//! A device as pages know it: in a list, and with its services on its own page.

use crate::device_status::DeviceStatus;
use crate::device_uuid::DeviceUuid;
use crate::heartbeat::HeartbeatState;
use crate::release_ref::ReleaseRef;
use crate::service_status::ServiceStatus;
use crate::timestamp::Timestamp;
use crate::update_status::UpdateStatus;

/// A device in a list. Sizes in MB, temperature in °C, usage in percent; none is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    pub id: i64,
    pub uuid: DeviceUuid,
    pub name: String,
    pub status: DeviceStatus,
    /// Percent, while it updates or is provisioned; never goes back within one target release.
    pub progress: Option<u8>,
    pub is_connected_to_vpn: bool,
    pub heartbeat: HeartbeatState,
    /// When its link last came up or went down.
    pub link_changed_at: Option<Timestamp>,
    pub heartbeat_changed_at: Option<Timestamp>,
    pub update_status: Option<UpdateStatus>,
    pub os_version: Option<String>,
    pub supervisor_version: Option<String>,
    pub metrics: Metrics,
    pub device_type: Option<String>,
    pub running: Option<ReleaseRef>,
    pub target: Option<ReleaseRef>,
    pub pinned: Option<ReleaseRef>,
    pub tags: Vec<Tag>,
}

/// What a device last said of its machine.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Metrics {
    pub cpu_percent: Option<f64>,
    pub temperature: Option<f64>,
    pub memory_used: Option<f64>,
    pub memory_total: Option<f64>,
    pub storage_used: Option<f64>,
    pub storage_total: Option<f64>,
}

/// A tag of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

impl Tag {
    /// As it is shown: the key alone when it has no value.
    pub fn label(&self) -> String {
        if self.value.is_empty() { self.key.clone() } else { format!("{}: {}", self.key, self.value) }
    }
}

/// A device with what only its own page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceDetail {
    pub device: Device,
    pub note: Option<String>,
    pub os_variant: Option<String>,
    pub addresses: Vec<String>,
    pub mac_addresses: Vec<String>,
    /// The address the server sees it come from.
    pub public_address: Option<String>,
    pub cpu_id: Option<String>,
    /// Its power supply was too weak since it last started.
    pub is_undervolted: bool,
    /// The host OS it is to run.
    pub os_target: Option<ReleaseRef>,
    pub created_at: Timestamp,
    pub update_changed_at: Option<Timestamp>,
    /// When it last reported anything.
    pub reported_at: Timestamp,
    pub fleet: Option<FleetRef>,
    pub services: Vec<ServiceOnDevice>,
    /// What the supervisor runs for itself (supervisors from 18.2 on report it): no control over it.
    pub own_services: Vec<ServiceOnDevice>,
}

/// The fleet a device belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetRef {
    pub id: i64,
    pub name: String,
}

/// One service on one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceOnDevice {
    pub service_id: i64,
    pub name: String,
    pub image_id: i64,
    pub status: ServiceStatus,
    /// Percent, while its image downloads; never goes back for one image.
    pub progress: Option<u8>,
    /// The release its newest image belongs to.
    pub release: Option<ReleaseRef>,
    /// The release that goes on running meanwhile.
    pub former: Option<ReleaseRef>,
    /// Something of the former release still runs.
    pub is_former_running: bool,
}

impl Device {
    /// On its way to a release it does not run yet.
    pub fn is_off_target(&self) -> bool {
        match (&self.running, &self.target) {
            (Some(running), Some(target)) => running.id != target.id,
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }

    /// When it was last heard of; now while it is connected.
    pub fn last_seen(&self, now: Timestamp) -> Option<Timestamp> {
        if matches!(self.heartbeat, HeartbeatState::Online) || self.is_connected_to_vpn {
            return Some(now);
        }
        self.link_changed_at.max(self.heartbeat_changed_at)
    }
}
