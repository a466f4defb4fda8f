//! Where one can be: path and query to a `Place`, and back.

use std::fmt;

use model::device_uuid::DeviceUuid;

use super::device_list::DeviceList;
use super::log_query::LogQuery;
use super::query_string;

/// An address of the dashboard. `Display` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// `return_to` is the address asked for while signed out.
    Login {
        return_to: Option<String>,
    },
    Fleets,
    Fleet {
        id: i64,
    },
    FleetDevices {
        id: i64,
        list: DeviceList,
    },
    FleetReleases {
        id: i64,
    },
    Device {
        uuid: DeviceUuid,
        tab: DeviceTab,
    },
    NotFound,
}

/// A part of a device's page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DeviceTab {
    Summary,
    Logs(LogQuery),
    Terminal(Option<TerminalTarget>),
}

/// Whose shell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TerminalTarget {
    Host,
    Service(String),
}

/// The page of a place: what has to be built anew when it changes. Filters, tabs and the like do not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Page {
    Login,
    Fleets,
    Fleet(i64),
    FleetDevices(i64),
    FleetReleases(i64),
    Device(DeviceUuid),
    NotFound,
}

/// The word of the host OS in `?target=`; services are written `service:name`.
const HOST: &str = "host";
const SERVICE: &str = "service:";

impl TerminalTarget {
    /// The word in the address.
    pub fn word(&self) -> String {
        match self {
            Self::Host => HOST.to_owned(),
            Self::Service(name) => format!("{SERVICE}{name}"),
        }
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        if word == HOST {
            return Some(Self::Host);
        }
        word.strip_prefix(SERVICE).filter(|name| !name.is_empty()).map(|name| Self::Service(name.to_owned()))
    }
}

impl Place {
    /// Where an address leads. `query` with or without its question mark.
    pub fn read(path: &str, query: &str) -> Self {
        let pairs = query_string::pairs(query);
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let found = match parts.as_slice() {
            [] | ["fleets"] => Some(Self::Fleets),
            ["login"] => Some(Self::Login { return_to: value("return").filter(|to| is_inside(to)) }),
            ["fleets", id] => id.parse().ok().map(|id| Self::Fleet { id }),
            ["fleets", id, "devices"] => {
                id.parse().ok().map(|id| Self::FleetDevices { id, list: DeviceList::read(&pairs) })
            }
            ["fleets", id, "releases"] => id.parse().ok().map(|id| Self::FleetReleases { id }),
            ["devices", uuid, tab @ ..] => uuid.parse().ok().and_then(|uuid| {
                let tab = match tab {
                    [] => DeviceTab::Summary,
                    ["logs"] => DeviceTab::Logs(LogQuery::read(&pairs)),
                    ["terminal"] => {
                        DeviceTab::Terminal(value("target").and_then(|word| TerminalTarget::from_word(&word)))
                    }
                    _ => return None,
                };
                Some(Self::Device { uuid, tab })
            }),
            _ => None,
        };
        found.unwrap_or(Self::NotFound)
    }

    /// Which page shows it.
    pub fn page(&self) -> Page {
        match self {
            Self::Login { .. } => Page::Login,
            Self::Fleets => Page::Fleets,
            Self::Fleet { id } => Page::Fleet(*id),
            Self::FleetDevices { id, .. } => Page::FleetDevices(*id),
            Self::FleetReleases { id } => Page::FleetReleases(*id),
            Self::Device { uuid, .. } => Page::Device(uuid.clone()),
            Self::NotFound => Page::NotFound,
        }
    }

    /// A device's summary.
    pub const fn device(uuid: DeviceUuid) -> Self {
        Self::Device { uuid, tab: DeviceTab::Summary }
    }

    /// All devices of a fleet.
    pub fn devices(id: i64) -> Self {
        Self::FleetDevices { id, list: DeviceList::default() }
    }
}

/// Only an address of this page may be returned to: never another host's.
fn is_inside(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains('\\')
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Login { return_to } => {
                f.write_str("/login")?;
                return_to.as_ref().map_or(Ok(()), |to| f.write_str(&query_string::print(&[("return", to.clone())])))
            }
            // There is no page for what is not there; what leads nowhere leads home.
            Self::Fleets | Self::NotFound => f.write_str("/fleets"),
            Self::Fleet { id } => write!(f, "/fleets/{id}"),
            Self::FleetDevices { id, list } => {
                write!(f, "/fleets/{id}/devices{}", query_string::print(&list.pairs()))
            }
            Self::FleetReleases { id } => write!(f, "/fleets/{id}/releases"),
            Self::Device { uuid, tab } => {
                write!(f, "/devices/{uuid}")?;
                match tab {
                    DeviceTab::Summary => Ok(()),
                    DeviceTab::Logs(query) => write!(f, "/logs{}", query_string::print(&query.pairs())),
                    DeviceTab::Terminal(None) => f.write_str("/terminal"),
                    DeviceTab::Terminal(Some(target)) => {
                        write!(f, "/terminal{}", query_string::print(&[("target", target.word())]))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use model::device_status::DeviceStatus;

    use super::*;
    use crate::routes::device_list::SortBy;

    fn all() -> Vec<Place> {
        let uuid: DeviceUuid = "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap();
        let device = |tab| Place::Device { uuid: uuid.clone(), tab };
        let query = LogQuery {
            level: Some("warn".to_owned()),
            text: "50 % & more".to_owned(),
            match_case: true,
            only_matches: true,
            ..LogQuery::only("uplink")
        };
        let list = DeviceList {
            text: "ford".to_owned(),
            states: vec![DeviceStatus::Updating, DeviceStatus::Disconnected],
            release: Some(12),
            sort: SortBy::Cpu,
            is_descending: true,
        };
        vec![
            Place::Login { return_to: None },
            Place::Login { return_to: Some("/fleets/3/devices?q=a".to_owned()) },
            Place::Fleets,
            Place::Fleet { id: 3 },
            Place::devices(3),
            Place::FleetDevices { id: 3, list },
            Place::FleetReleases { id: 3 },
            device(DeviceTab::Summary),
            device(DeviceTab::Logs(LogQuery::default())),
            device(DeviceTab::Logs(query)),
            device(DeviceTab::Terminal(None)),
            device(DeviceTab::Terminal(Some(TerminalTarget::Host))),
            device(DeviceTab::Terminal(Some(TerminalTarget::Service("uplink".to_owned())))),
        ]
    }

    #[test]
    fn the_table_of_addresses() {
        let table: Vec<String> = all().iter().map(ToString::to_string).collect();
        assert_snapshot!(table.join("\n"), @r"
        /login
        /login?return=/fleets/3/devices%3Fq%3Da
        /fleets
        /fleets/3
        /fleets/3/devices
        /fleets/3/devices?q=ford&state=updating,disconnected&release=12&sort=-cpu
        /fleets/3/releases
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/logs
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/logs?service=uplink&level=warn&q=50%20%25%20%26%20more&case=1&only=1
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/terminal
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/terminal?target=host
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/terminal?target=service:uplink
        ");
    }

    #[test]
    fn every_address_leads_back_to_its_place() {
        for place in all() {
            let address = place.to_string();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            assert_eq!(Place::read(path, query), place, "{address}");
        }
    }

    #[test]
    fn what_is_not_there_and_what_leads_away() {
        for path in ["/nowhere", "/fleets/x", "/fleets/3/x", "/devices/XYZ", "/devices", "/login/x"] {
            assert_eq!(Place::read(path, ""), Place::NotFound, "{path}");
        }
        for to in ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"] {
            let mut query = String::from("return=");
            query_string::encode(&mut query, to);
            assert_eq!(Place::read("/login", &query), Place::Login { return_to: None }, "{to}");
        }
        assert_eq!(Place::read("/", ""), Place::Fleets);
    }
}
