//! A line of the list: a device, or the head of a group.

use model::device::Device;
use model::device_status::DeviceStatus;
use model::fleet::StatusCounts;

/// What tells lines apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Device(i64),
    /// By the value its devices share; none is unknown.
    Group(Option<String>),
}

/// The head of a group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    pub(super) value: Option<String>,
    /// The value in words.
    pub(super) label: String,
    pub(super) is_open: bool,
    pub(super) states: StatusCounts,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Device(Box<Device>),
    Group(Head),
}

impl Item {
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Device(device) => Key::Device(device.id),
            Self::Group(head) => Key::Group(head.value.clone()),
        }
    }

    pub(super) fn device(&self) -> Option<&Device> {
        match self {
            Self::Device(device) => Some(device),
            Self::Group(_) => None,
        }
    }

    /// Whether its group is open, for a head.
    pub(super) fn is_open(&self) -> Option<bool> {
        match self {
            Self::Device(_) => None,
            Self::Group(head) => Some(head.is_open),
        }
    }

    pub(super) fn name(&self) -> String {
        self.device().map(|device| device.name.clone()).unwrap_or_default()
    }

    pub(super) fn is_dim(&self) -> bool {
        self.device().is_some_and(|device| device.status == DeviceStatus::Inactive)
    }
}
