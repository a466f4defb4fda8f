//! The parts of a fleet's page, as addresses under `/fleets/ID`.

use std::fmt;

use super::device_list::DeviceList;
use super::fleet_logs::FleetLogs;
use super::query_string;
use super::release_list::ReleaseList;
use super::release_tab::ReleaseTab;

/// A part of a fleet, with what its address says about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FleetTab {
    Overview,
    Devices(DeviceList),
    /// One merged log of its devices.
    Logs(FleetLogs),
    Releases(ReleaseList),
    /// A release's summary.
    Release(i64),
    /// Another part of a release's page.
    ReleasePart(i64, ReleaseTab),
    /// Two releases side by side.
    Compare {
        from: i64,
        to: i64,
    },
    Variables,
    Configuration,
    /// Provisioning keys, and devices on their way in.
    Provisioning,
    /// The same, with the sheet that adds a device open.
    AddDevice,
    Settings,
}

/// Which page shows a part: what has to be built anew when it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FleetPart {
    Overview,
    Devices,
    Logs,
    Releases,
    Release(i64),
    Compare,
    Variables,
    Configuration,
    Provisioning,
    Settings,
}

impl FleetTab {
    /// Where the rest of a path behind `/fleets/ID` leads.
    pub(crate) fn read(parts: &[&str], pairs: &[(String, String)]) -> Option<Self> {
        let number = |name: &str| pairs.iter().find(|(key, _)| key == name)?.1.parse().ok();
        Some(match parts {
            [] => Self::Overview,
            ["devices"] => Self::Devices(DeviceList::read(pairs)),
            ["logs"] => Self::Logs(FleetLogs::read(pairs)),
            ["releases"] => Self::Releases(ReleaseList::read(pairs)),
            ["releases", "compare"] => Self::Compare { from: number("from")?, to: number("to")? },
            ["releases", id] => Self::Release(id.parse().ok()?),
            ["releases", id, part] => Self::ReleasePart(id.parse().ok()?, ReleaseTab::read(part, pairs)?),
            ["variables"] => Self::Variables,
            ["configuration"] => Self::Configuration,
            ["provisioning"] => Self::Provisioning,
            ["provisioning", "add"] => Self::AddDevice,
            ["settings"] => Self::Settings,
            _ => return None,
        })
    }

    /// Which page shows it.
    pub const fn part(&self) -> FleetPart {
        match self {
            Self::Overview => FleetPart::Overview,
            Self::Devices(_) => FleetPart::Devices,
            Self::Logs(_) => FleetPart::Logs,
            Self::Releases(_) => FleetPart::Releases,
            Self::Release(id) | Self::ReleasePart(id, _) => FleetPart::Release(*id),
            Self::Compare { .. } => FleetPart::Compare,
            Self::Variables => FleetPart::Variables,
            Self::Configuration => FleetPart::Configuration,
            Self::Provisioning | Self::AddDevice => FleetPart::Provisioning,
            Self::Settings => FleetPart::Settings,
        }
    }

    /// What the part is called.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Devices(_) => "Devices",
            Self::Logs(_) => "Logs",
            Self::Releases(_) => "Releases",
            Self::Release(_) | Self::ReleasePart(..) => "Release",
            Self::Compare { .. } => "Compare",
            Self::Variables => "Variables",
            Self::Configuration => "Configuration",
            Self::Provisioning => "Provisioning",
            Self::AddDevice => "Add device",
            Self::Settings => "Settings",
        }
    }
}

/// What stands behind `/fleets/ID`.
impl fmt::Display for FleetTab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overview => Ok(()),
            Self::Devices(list) => write!(f, "/devices{}", query_string::print(&list.pairs())),
            Self::Logs(logs) => write!(f, "/logs{}", query_string::print(&logs.pairs())),
            Self::Releases(list) => write!(f, "/releases{}", query_string::print(&list.pairs())),
            Self::Release(id) => write!(f, "/releases/{id}"),
            Self::ReleasePart(id, tab) => write!(f, "/releases/{id}{tab}"),
            Self::Compare { from, to } => write!(f, "/releases/compare?from={from}&to={to}"),
            Self::Variables => f.write_str("/variables"),
            Self::Configuration => f.write_str("/configuration"),
            Self::Provisioning => f.write_str("/provisioning"),
            Self::AddDevice => f.write_str("/provisioning/add"),
            Self::Settings => f.write_str("/settings"),
        }
    }
}
