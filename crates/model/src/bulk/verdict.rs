//! What comes of an action for one device.

use std::collections::HashMap;

use super::action::BulkAction;
use super::architecture::runs;
use super::variables::HeldVariables;
use crate::device::Device;
use crate::update_status::UpdateStatus;

/// What would come of it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is done at once.
    Now,
    /// Nothing changes: it is so already.
    Already,
    /// Not without a word about it.
    Held(Reason),
}

/// Why it cannot be done to a device, or not now. In the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It waits for an update lock: the same lock refuses this.
    Locked,
    /// It hears of it when it comes back.
    Pending,
    /// It is connected: what is forgotten is a device that works.
    Connected,
    /// It never hears of it (commands are not kept for later).
    Offline,
    /// It never said which supervisor it has: nobody there to ask.
    NoSupervisor,
    /// The other fleet's containers do not run on it.
    WrongArchitecture,
    /// The host OS is for another machine.
    WrongDeviceType,
}

/// What to do with the devices of one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    Skip,
    /// Do it; they follow when they can.
    Do,
    /// Ask although it is not expected to go well.
    Ask,
    /// Ask, and ignore update locks this once.
    Force,
}

impl Reason {
    /// What can be chosen, the default first.
    pub const fn choices(self) -> &'static [Choice] {
        match self {
            Self::Locked => &[Choice::Ask, Choice::Force, Choice::Skip],
            Self::Pending | Self::Connected => &[Choice::Do, Choice::Skip],
            Self::Offline => &[Choice::Skip, Choice::Ask],
            Self::NoSupervisor | Self::WrongArchitecture | Self::WrongDeviceType => &[Choice::Skip],
        }
    }
}

/// What is known beside the devices' own rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Name of the device type → processor; none until it is read.
    pub processors: Option<&'a HashMap<String, String>>,
    /// What the devices hold; none until it is read.
    pub variables: Option<&'a HeldVariables>,
}

impl Known<'_> {
    fn processor(&self, device: &Device) -> Option<&str> {
        self.processors?.get(device.device_type.as_ref()?).map(String::as_str)
    }
}

/// What comes of it for a device.
pub fn verdict(action: &BulkAction, device: &Device, known: &Known<'_>) -> Verdict {
    if action.command().is_some() {
        return if device.supervisor_version.is_none() && !device.is_connected_to_vpn {
            Verdict::Held(Reason::NoSupervisor)
        } else if !device.is_connected_to_vpn {
            Verdict::Held(Reason::Offline)
        } else if action.heeds_locks() && device.update_status == Some(UpdateStatus::Downloaded) {
            Verdict::Held(Reason::Locked)
        } else {
            Verdict::Now
        };
    }
    let once_it_hears = if device.is_connected_to_vpn { Verdict::Now } else { Verdict::Held(Reason::Pending) };
    let has_tag = |key: &str| device.tags.iter().find(|tag| tag.key == key);
    match action {
        BulkAction::Pin(release) if device.pinned.as_ref().is_some_and(|pinned| pinned.id == release.id) => {
            Verdict::Already
        }
        BulkAction::Unpin if device.pinned.is_none() => Verdict::Already,
        BulkAction::SetTag(tag) if has_tag(&tag.key).is_some_and(|held| held.value == tag.value) => Verdict::Already,
        BulkAction::RemoveTag(key) if has_tag(key).is_none() => Verdict::Already,
        BulkAction::SetVariables(settings)
            if known.variables.is_some_and(|variables| variables.holds(device.id, settings)) =>
        {
            Verdict::Already
        }
        BulkAction::Move(fleet) => match (known.processor(device), fleet.architecture.as_deref()) {
            (Some(own), Some(other)) if !runs(own, other) => Verdict::Held(Reason::WrongArchitecture),
            _ => once_it_hears,
        },
        BulkAction::SetOs(os) if os.device_type.is_some() && os.device_type != device.device_type => {
            Verdict::Held(Reason::WrongDeviceType)
        }
        BulkAction::Delete if device.is_connected_to_vpn => Verdict::Held(Reason::Connected),
        BulkAction::SetTag(_) | BulkAction::RemoveTag(_) | BulkAction::Delete => Verdict::Now,
        _ => once_it_hears,
    }
}
