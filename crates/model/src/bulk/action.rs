//! What can be done to many devices at once.

use super::variables::Setting;
use crate::action::DeviceAction;
use crate::device::Tag;
use crate::release_ref::ReleaseRef;
use crate::rights::Right;

/// One thing to do to each of many devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAction {
    RestartServices,
    Reboot,
    Shutdown,
    Identify,
    PurgeData,
    /// Held at a release.
    Pin(ReleaseRef),
    /// No longer held: they follow their fleet.
    Unpin,
    SetTag(Tag),
    RemoveTag(String),
    /// For all services of the device.
    SetVariables(Vec<Setting>),
    RemoveVariable(String),
    Move(Destination),
    /// The host OS it should run.
    SetOs(OsTarget),
    Delete,
}

/// Another fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    pub id: i64,
    pub name: String,
    /// The processor its containers are built for; none when it is not known.
    pub architecture: Option<String>,
}

/// A release of a host OS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsTarget {
    pub release: ReleaseRef,
    /// The name of the device type it is for; none when it is not known.
    pub device_type: Option<String>,
}

impl BulkAction {
    /// What the supervisor is asked; none for what is written down at the API.
    pub const fn command(&self) -> Option<DeviceAction> {
        match self {
            Self::RestartServices => Some(DeviceAction::RestartServices),
            Self::Reboot => Some(DeviceAction::Reboot),
            Self::Shutdown => Some(DeviceAction::Shutdown),
            Self::Identify => Some(DeviceAction::Identify),
            Self::PurgeData => Some(DeviceAction::PurgeData),
            _ => None,
        }
    }

    /// The right it needs.
    pub const fn right(&self) -> Right {
        match self {
            Self::RestartServices | Self::Reboot | Self::Shutdown | Self::Identify | Self::PurgeData => {
                Right::CommandDevices
            }
            Self::Pin(_) | Self::Unpin | Self::Move(_) | Self::SetOs(_) => Right::EditDevices,
            Self::SetTag(_) | Self::RemoveTag(_) => Right::EditTags,
            Self::SetVariables(_) | Self::RemoveVariable(_) => Right::EditDeviceVariables,
            Self::Delete => Right::RemoveDevices,
        }
    }

    /// An update lock on the device holds it back.
    pub const fn heeds_locks(&self) -> bool {
        matches!(self, Self::RestartServices | Self::Reboot | Self::Shutdown | Self::PurgeData)
    }

    /// Nothing brings back what it takes away.
    pub const fn is_irreversible(&self) -> bool {
        matches!(self, Self::Shutdown | Self::PurgeData | Self::Delete)
    }

    /// The services stop for it.
    pub const fn restarts_services(&self) -> bool {
        matches!(
            self,
            Self::RestartServices
                | Self::Reboot
                | Self::PurgeData
                | Self::SetVariables(_)
                | Self::RemoveVariable(_)
                | Self::Move(_)
        )
    }
}
