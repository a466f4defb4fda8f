//! The merged log of a fleet: which devices match, and their lines over one socket.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use leptos::prelude::*;
use log_worker::ask::{Followed, Source};
use logs::line::SUPERVISOR;
use model::device_uuid::DeviceUuid;
use table::filter::Filter;
use table::order::Sort;
use table::schema::Path;
use table::table::Table;
use table::view::{Asked, View};

use super::device_table::{DeviceTable, Reading, fields};
use super::logs::{LogFeed, MOST_BYTES, MOST_ROWS};

/// Most devices followed at once.
pub const MOST_DEVICES: usize = 2_000;
/// Lines of the past that all devices together bring, and how many each brings at least and at most.
const PAST: usize = 20_000;
const LEAST_PAST: usize = 10;
const MOST_PAST: usize = 500;

/// Which lines are asked of the gateway at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedOf {
    /// Services by number; `None` for all.
    pub services: Option<BTreeSet<i64>>,
    /// Lines of the devices themselves.
    pub system: bool,
}

impl AskedOf {
    /// What is asked for when these sources are wanted, by name; `None` wants all. `known` are the services' numbers and names.
    pub fn sources(names: Option<&[String]>, known: &[(i64, String)]) -> Self {
        let Some(names) = names else { return Self { services: None, system: true } };
        let ids = known.iter().filter(|(_, name)| names.contains(name)).map(|(id, _)| *id);
        Self { services: Some(ids.collect()), system: names.iter().any(|name| name == SUPERVISOR) }
    }

    /// What either asks for.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let services = match (&self.services, &other.services) {
            (Some(held), Some(wanted)) => Some(held.union(wanted).copied().collect()),
            _ => None,
        };
        Self { services, system: self.system || other.system }
    }
}

/// The devices of a filter: how many match, and those that are followed by the names they are shown by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matching {
    pub count: usize,
    pub devices: BTreeMap<String, DeviceUuid>,
}

/// The devices that match, as long as the table is followed; none before the fleet has been read.
pub fn matching(table: DeviceTable, filter: Memo<Filter>, now: Signal<i64>) -> Memo<Option<Matching>> {
    Memo::new(move |_| {
        let filter = filter.get();
        table.with(|rows| (table.reading().get() == Reading::Whole).then(|| found(rows, filter, now.get_untracked())))
    })
}

fn found(table: &Table, filter: Filter, now: i64) -> Matching {
    let mut view = View::default();
    view.ask(table, Asked { filter, order: vec![Sort::by(Path::field(fields::NAME))], group: None }, now);
    let rows = view.rows();
    let of = |row: &u32| -> Option<(String, DeviceUuid)> {
        Some((table.text(*row, fields::NAME)?.to_owned(), table.text(*row, fields::UUID)?.parse().ok()?))
    };
    let known = rows.iter().filter_map(of).take(MOST_DEVICES).collect();
    Matching { count: rows.len(), devices: told_apart(known).collect() }
}

/// Devices by what their lines are shown by: names need not differ, this has to.
pub(super) fn told_apart(known: Vec<(String, DeviceUuid)>) -> impl Iterator<Item = (String, DeviceUuid)> {
    let mut names = HashMap::<String, u32>::new();
    for (name, _) in &known {
        *names.entry(name.clone()).or_default() += 1;
    }
    known.into_iter().map(move |(name, uuid)| {
        let is_own = names.get(&name) == Some(&1);
        (if is_own { name } else { format!("{name} ({})", uuid.short()) }, uuid)
    })
}

/// Follows the logs of the devices that match, until the owner goes. `services` are names by number. What is asked of the gateway
/// is `asked`; a log that asks for something else is another one.
pub fn of(asked: &AskedOf, matching: Memo<Option<Matching>>, services: Signal<HashMap<i64, String>>) -> LogFeed {
    let first = matching.with_untracked(|matching| matching.as_ref().map_or(0, |matching| matching.devices.len()));
    let history = (PAST / first.max(1)).clamp(LEAST_PAST, MOST_PAST);
    let feed = LogFeed::open(Source {
        is_merged: true,
        rows: MOST_ROWS,
        bytes: MOST_BYTES,
        history: u32::try_from(history).unwrap_or(u32::MAX),
        services: asked.services.as_ref().map(|ids| ids.iter().copied().collect()),
        system: asked.system,
    });
    Effect::new(move |_| services.with(|services| feed.know_services(services)));
    Effect::new(move |former: Option<BTreeMap<String, DeviceUuid>>| {
        let former = former.unwrap_or_default();
        let Some(now) = matching.get() else { return former };
        let held: BTreeSet<&DeviceUuid> = former.values().collect();
        let wanted: BTreeSet<&DeviceUuid> = now.devices.values().collect();
        let gone: Vec<DeviceUuid> = former.values().filter(|uuid| !wanted.contains(uuid)).cloned().collect();
        let new: Vec<Followed> = now
            .devices
            .iter()
            .filter(|(_, uuid)| !held.contains(uuid))
            .map(|(name, uuid)| Followed { uuid: uuid.clone(), name: name.clone(), after: None })
            .collect();
        if !gone.is_empty() {
            feed.unfollow(gone);
        }
        if !new.is_empty() {
            feed.follow(new);
        }
        now.devices
    });
    feed
}

#[cfg(test)]
mod tests {
    use super::AskedOf;

    #[test]
    fn what_is_asked_for_grows_only() {
        let known = [(7, "gauge".to_owned()), (9, "ui".to_owned())];
        let of = |name: &str| AskedOf::sources(Some(&[name.to_owned()]), &known);
        let all = AskedOf::sources(None, &known);
        assert_eq!(all, AskedOf { services: None, system: true });
        assert_eq!(of("ui"), AskedOf { services: Some([9].into()), system: false });
        let both = of("ui").with(&of("gauge"));
        assert_eq!(both, AskedOf { services: Some([7, 9].into()), system: false });
        assert_eq!((both.with(&all), all.with(&both)), (all.clone(), all));
        assert_eq!(of("supervisor"), AskedOf { services: Some([].into()), system: true });
    }
}
