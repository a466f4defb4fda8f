//! Where one can be: path and query to a `Place`, and back.

use std::fmt;

use model::device_uuid::DeviceUuid;

use super::account_tab::AccountTab;
use super::device_list::DeviceList;
use super::device_tab::DeviceTab;
use super::fleet_list::FleetList;
use super::fleet_logs::FleetLogs;
use super::fleet_tab::{FleetPart, FleetTab};
use super::query_string;
use super::release_list::ReleaseList;

/// An address of the dashboard. `Display` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// `return_to` is the address asked for while signed out.
    Login {
        return_to: Option<String>,
    },
    Fleets(FleetList),
    Fleet {
        id: i64,
        tab: FleetTab,
    },
    Device {
        uuid: DeviceUuid,
        tab: DeviceTab,
    },
    Account(AccountTab),
    NotFound,
}

/// The page of a place: what has to be built anew when it changes. Filters, tabs and the like do not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Page {
    Login,
    Fleets,
    Fleet(i64, FleetPart),
    Device(DeviceUuid),
    Account,
    NotFound,
}

impl Place {
    /// Where an address leads. `query` with or without its question mark.
    pub fn read(path: &str, query: &str) -> Self {
        let pairs = query_string::pairs(query);
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let found = match parts.as_slice() {
            [] | ["fleets"] => Some(Self::Fleets(FleetList::read(&pairs))),
            ["login"] => Some(Self::Login { return_to: value("return").filter(|to| is_inside(to)) }),
            ["fleets", id, tab @ ..] => {
                id.parse().ok().and_then(|id| Some(Self::Fleet { id, tab: FleetTab::read(tab, &pairs)? }))
            }
            ["devices", uuid, tab @ ..] => {
                uuid.parse().ok().and_then(|uuid| Some(Self::Device { uuid, tab: DeviceTab::read(tab, &pairs)? }))
            }
            ["account", tab @ ..] => AccountTab::read(tab).map(Self::Account),
            _ => None,
        };
        found.unwrap_or(Self::NotFound)
    }

    /// Which page shows it.
    pub fn page(&self) -> Page {
        match self {
            Self::Login { .. } => Page::Login,
            Self::Fleets(_) => Page::Fleets,
            Self::Fleet { id, tab } => Page::Fleet(*id, tab.part()),
            Self::Device { uuid, .. } => Page::Device(uuid.clone()),
            Self::Account(_) => Page::Account,
            Self::NotFound => Page::NotFound,
        }
    }

    /// All fleets.
    pub fn fleets() -> Self {
        Self::Fleets(FleetList::default())
    }

    /// A device's summary.
    pub const fn device(uuid: DeviceUuid) -> Self {
        Self::Device { uuid, tab: DeviceTab::Summary }
    }

    /// A fleet's overview.
    pub const fn fleet(id: i64) -> Self {
        Self::Fleet { id, tab: FleetTab::Overview }
    }

    /// All devices of a fleet.
    pub fn devices(id: i64) -> Self {
        Self::devices_as(id, DeviceList::default())
    }

    /// Devices of a fleet, filtered and ordered.
    pub const fn devices_as(id: i64, list: DeviceList) -> Self {
        Self::Fleet { id, tab: FleetTab::Devices(list) }
    }

    /// The merged log of a fleet's devices.
    pub fn logs(id: i64) -> Self {
        Self::Fleet { id, tab: FleetTab::Logs(FleetLogs::default()) }
    }

    /// A fleet's releases.
    pub fn releases(id: i64) -> Self {
        Self::releases_as(id, ReleaseList::default())
    }

    /// Releases of a fleet, filtered and ordered.
    pub const fn releases_as(id: i64, list: ReleaseList) -> Self {
        Self::Fleet { id, tab: FleetTab::Releases(list) }
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
            Self::Fleets(list) => write!(f, "/fleets{}", query_string::print(&list.pairs())),
            // There is no page for what is not there; what leads nowhere leads home.
            Self::NotFound => f.write_str("/fleets"),
            Self::Fleet { id, tab } => write!(f, "/fleets/{id}{tab}"),
            Self::Device { uuid, tab } => write!(f, "/devices/{uuid}{tab}"),
            Self::Account(tab) => write!(f, "/account{tab}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use model::device_event::Half;
    use model::release::Standing;

    use super::*;
    use crate::routes::device_tab::TerminalTarget;
    use crate::routes::fleet_list::{FleetOrder, FleetView};
    use crate::routes::log_query::{KindChoice, LineName, LogQuery};
    use crate::routes::release_list::{ReleaseColumn, ReleaseSort};
    use crate::routes::release_tab::ReleaseTab;

    fn all() -> Vec<Place> {
        let uuid: DeviceUuid = "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap();
        let device = |tab| Place::Device { uuid: uuid.clone(), tab };
        let fleet = |tab| Place::Fleet { id: 3, tab };
        let query = LogQuery {
            level: Some("warn".to_owned()),
            text: "50 % & more".to_owned(),
            match_case: true,
            only_matches: true,
            without: vec!["healthcheck".to_owned(), "a,b".to_owned()],
            from_ms: Some(1_795_344_000_000),
            to_ms: Some(1_795_344_060_000),
            ..LogQuery::only("uplink")
        };
        let pointed = LogQuery {
            text: r"ingest|5\d\d".to_owned(),
            is_regex: true,
            is_folded: true,
            line: Some(LineName::Sequence(48_914)),
            ..LogQuery::default()
        };
        let tail = FleetLogs {
            devices: "release:2.14.1 tag:estuary".to_owned(),
            lines: LogQuery {
                text: "tls".to_owned(),
                line: Some(LineName::Time(1_795_344_075_300)),
                ..LogQuery::default()
            },
        };
        let kind = |sign: &str, is_hidden| KindChoice { sign: sign.to_owned(), is_hidden };
        let kinds = LogQuery {
            kinds: vec![kind("POST /ingest * after * ms", true), kind("\"msg\": batch * sent", false)],
            ..LogQuery::default()
        };
        let of_kinds = FleetLogs { devices: "release:2.14.1".to_owned(), lines: kinds };
        let list = DeviceList { group: Some("release".to_owned()), ..DeviceList::matching("ford status:updating") };
        let list = list.sorted_by("cpu", false).sorted_by("cpu", false).sorted_by("name", true);
        vec![
            Place::Login { return_to: None },
            Place::Login { return_to: Some("/fleets/3/devices?q=a".to_owned()) },
            Place::fleets(),
            Place::Fleets(FleetList {
                text: "river".to_owned(),
                order: FleetOrder::Size,
                view: Some(FleetView::Table),
            }),
            Place::fleet(3),
            Place::devices(3),
            Place::devices_as(3, list),
            fleet(FleetTab::Logs(FleetLogs::default())),
            fleet(FleetTab::Logs(tail)),
            fleet(FleetTab::Logs(of_kinds)),
            Place::releases(3),
            Place::releases_as(
                3,
                ReleaseList {
                    text: "gzip".to_owned(),
                    standings: vec![Standing::Success, Standing::Draft],
                    sort: ReleaseSort::RunningOn,
                    is_descending: true,
                    columns: Some(vec![ReleaseColumn::Commit, ReleaseColumn::Tags]),
                },
            ),
            fleet(FleetTab::Release(12)),
            fleet(FleetTab::ReleasePart(12, ReleaseTab::Composition)),
            fleet(FleetTab::ReleasePart(12, ReleaseTab::BuildLog(None))),
            fleet(FleetTab::ReleasePart(12, ReleaseTab::BuildLog(Some(5)))),
            fleet(FleetTab::ReleasePart(12, ReleaseTab::Assets)),
            fleet(FleetTab::Compare { from: 12, to: 14 }),
            fleet(FleetTab::Variables),
            fleet(FleetTab::Configuration),
            fleet(FleetTab::Provisioning),
            fleet(FleetTab::AddDevice),
            fleet(FleetTab::Settings),
            device(DeviceTab::Summary),
            device(DeviceTab::Logs(LogQuery::default())),
            device(DeviceTab::Logs(query)),
            device(DeviceTab::Logs(pointed)),
            device(DeviceTab::Terminal(None)),
            device(DeviceTab::Terminal(Some(TerminalTarget::Host))),
            device(DeviceTab::Terminal(Some(TerminalTarget::Service("uplink".to_owned())))),
            device(DeviceTab::Variables),
            device(DeviceTab::Configuration),
            device(DeviceTab::Diagnostics),
            device(DeviceTab::History(None)),
            device(DeviceTab::History(Some(Half::Done))),
            device(DeviceTab::Settings),
            Place::Account(AccountTab::Profile),
            Place::Account(AccountTab::Sessions),
            Place::Account(AccountTab::ApiKeys),
            Place::Account(AccountTab::SshKeys),
            Place::Account(AccountTab::Organizations),
            Place::Account(AccountTab::Organization(2)),
        ]
    }

    #[test]
    fn the_table_of_addresses() {
        let table: Vec<String> = all().iter().map(ToString::to_string).collect();
        assert_snapshot!(table.join("\n"), @r"
        /login
        /login?return=/fleets/3/devices%3Fq%3Da
        /fleets
        /fleets?q=river&sort=size&view=table
        /fleets/3
        /fleets/3/devices
        /fleets/3/devices?q=ford%20status:updating&sort=-cpu,name&group=release
        /fleets/3/logs
        /fleets/3/logs?q=release:2.14.1%20tag:estuary&text=tls&line=t1795344075300
        /fleets/3/logs?q=release:2.14.1&notlike=POST%20/ingest%20%2A%20after%20%2A%20ms&like=%22msg%22:%20batch%20%2A%20sent
        /fleets/3/releases
        /fleets/3/releases?q=gzip&state=success,draft&sort=-running&columns=commit,tags
        /fleets/3/releases/12
        /fleets/3/releases/12/composition
        /fleets/3/releases/12/log
        /fleets/3/releases/12/log?image=5
        /fleets/3/releases/12/assets
        /fleets/3/releases/compare?from=12&to=14
        /fleets/3/variables
        /fleets/3/configuration
        /fleets/3/provisioning
        /fleets/3/provisioning/add
        /fleets/3/settings
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/logs
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/logs?service=uplink&level=warn&q=50%20%25%20%26%20more&case=1&only=1&not=healthcheck&not=a,b&from=1795344000000&to=1795344060000
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/logs?q=ingest%7C5%5Cd%5Cd&regex=1&fold=1&line=48914
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/terminal
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/terminal?target=host
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/terminal?target=service:uplink
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/variables
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/configuration
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/diagnostics
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/history
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/history?of=done
        /devices/7f3a9c1e2b04d5a67f3a9c1e2b04d5a6/settings
        /account
        /account/sessions
        /account/api-keys
        /account/ssh-keys
        /account/organizations
        /account/organizations/2
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
        for path in [
            "/nowhere",
            "/fleets/x",
            "/fleets/3/x",
            "/devices/XYZ",
            "/devices",
            "/login/x",
            "/fleets/3/releases/compare?from=1",
        ] {
            assert_eq!(Place::read(path, ""), Place::NotFound, "{path}");
        }
        for to in ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"] {
            let mut query = String::from("return=");
            query_string::encode(&mut query, to);
            assert_eq!(Place::read("/login", &query), Place::Login { return_to: None }, "{to}");
        }
        assert_eq!(Place::read("/", ""), Place::fleets());
    }
}
