//! The parts of a fleet's page, as addresses under `/fleets/ID`.

use std::fmt;

use super::device_list::DeviceList;
use super::query_string;

/// A part of a fleet, with what its address says about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FleetTab {
    Overview,
    Devices(DeviceList),
    Releases,
    Release(i64),
    /// Two releases side by side.
    Compare {
        from: i64,
        to: i64,
    },
    Variables,
    Configuration,
    /// Provisioning keys, and devices on their way in.
    Provisioning,
    Settings,
}

/// Which page shows a part: what has to be built anew when it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FleetPart {
    Overview,
    Devices,
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
            ["releases"] => Self::Releases,
            ["releases", "compare"] => Self::Compare { from: number("from")?, to: number("to")? },
            ["releases", id] => Self::Release(id.parse().ok()?),
            ["variables"] => Self::Variables,
            ["configuration"] => Self::Configuration,
            ["provisioning"] => Self::Provisioning,
            ["settings"] => Self::Settings,
            _ => return None,
        })
    }

    /// Which page shows it.
    pub const fn part(&self) -> FleetPart {
        match self {
            Self::Overview => FleetPart::Overview,
            Self::Devices(_) => FleetPart::Devices,
            Self::Releases => FleetPart::Releases,
            Self::Release(id) => FleetPart::Release(*id),
            Self::Compare { .. } => FleetPart::Compare,
            Self::Variables => FleetPart::Variables,
            Self::Configuration => FleetPart::Configuration,
            Self::Provisioning => FleetPart::Provisioning,
            Self::Settings => FleetPart::Settings,
        }
    }

    /// What the part is called.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Devices(_) => "Devices",
            Self::Releases => "Releases",
            Self::Release(_) => "Release",
            Self::Compare { .. } => "Compare",
            Self::Variables => "Variables",
            Self::Configuration => "Configuration",
            Self::Provisioning => "Provisioning",
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
            Self::Releases => f.write_str("/releases"),
            Self::Release(id) => write!(f, "/releases/{id}"),
            Self::Compare { from, to } => write!(f, "/releases/compare?from={from}&to={to}"),
            Self::Variables => f.write_str("/variables"),
            Self::Configuration => f.write_str("/configuration"),
            Self::Provisioning => f.write_str("/provisioning"),
            Self::Settings => f.write_str("/settings"),
        }
    }
}
