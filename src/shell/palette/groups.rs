//! What is offered for what was typed, in its order.

use leptos::prelude::*;
use model::fleet::Fleet;
use ui::icon::Glyph;

use super::entry::{Act, Entry, Group, Lead, Scope, glyph_of};
use crate::data::search::Hits;
use crate::routes::account_tab::AccountTab;
use crate::routes::device_list::DeviceList;
use crate::routes::device_tab::DeviceTab;
use crate::routes::fleet_logs::FleetLogs;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::routes::release_list::ReleaseList;
use crate::services::commands::Command;
use crate::services::rank::{rank, ranked};

/// So many of what is found are shown.
const SHOWN: usize = 5;

/// Everything that a person can choose among.
pub(super) struct Sources<'a> {
    pub(super) scope: Scope,
    pub(super) typed: &'a str,
    pub(super) place: &'a Place,
    pub(super) fleet: Option<&'a Fleet>,
    pub(super) fleets: &'a [Fleet],
    pub(super) commands: Vec<Command>,
    pub(super) hits: Hits,
}

/// The groups that have something to show.
pub(super) fn groups(sources: &Sources<'_>) -> Vec<Group> {
    let typed = sources.typed.trim();
    let groups = match sources.scope {
        Scope::Fleets => vec![("Fleets", fleets(sources, typed, 50))],
        Scope::DevicesOf(_) => vec![("Devices", devices(sources, typed, 12))],
        Scope::Everything => {
            let is_typed = !typed.is_empty();
            let found = |entries: Vec<Entry>| if is_typed { entries } else { Vec::new() };
            vec![
                ("Actions", actions(sources, typed)),
                ("Devices", found(devices(sources, typed, SHOWN))),
                ("Fleets", found(fleets(sources, typed, SHOWN))),
                ("Releases", found(releases(sources, typed))),
                ("Go up", go_up(sources, typed)),
                ("Go to", go_to(sources, typed)),
                ("Search instead", found(instead(sources, typed))),
            ]
        }
    };
    groups
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(title, entries)| Group { title, entries })
        .collect()
}

fn actions(sources: &Sources<'_>, typed: &str) -> Vec<Entry> {
    let entry = |command: Command| Entry {
        key: format!("action-{}", command.id()),
        label: command.label.get(),
        aside: None,
        keys: command.keys,
        lead: Lead::Icon(glyph_of(command.sign)),
        refusal: command.refusal.get(),
        act: Act::Run(command.run),
    };
    ranked(sources.commands.iter().cloned(), typed, |command| command.label.get()).into_iter().map(entry).collect()
}

fn devices(sources: &Sources<'_>, typed: &str, most: usize) -> Vec<Entry> {
    let tab = match (sources.scope, sources.place) {
        // Another device, the same view of it.
        (Scope::DevicesOf(_), Place::Device { tab, .. }) => same_view(tab),
        _ => DeviceTab::Summary,
    };
    let mut hits = sources.hits.devices.clone();
    hits.sort_by_cached_key(|hit| rank(&hit.name, typed).unwrap_or(u32::MAX));
    hits.into_iter()
        // What was found for an earlier keystroke stays only while it still fits.
        .filter(|hit| {
            rank(&hit.name, typed).is_some_and(|rank| rank < 3) || hit.uuid.as_str().starts_with(&typed.to_lowercase())
        })
        .take(most)
        .map(|hit| {
            let address = Place::Device { uuid: hit.uuid.clone(), tab: tab.clone() }.to_string();
            let aside = if hit.name.is_empty() { None } else { hit.fleet };
            let entry = Entry::to(format!("device-{}", hit.uuid), hit.name, Lead::State(hit.status), address);
            Entry { aside, ..entry }
        })
        .collect()
}

fn same_view(tab: &DeviceTab) -> DeviceTab {
    match tab {
        DeviceTab::Logs(query) => DeviceTab::Logs(query.clone()),
        DeviceTab::Terminal(_) => DeviceTab::Terminal(None),
        other => other.clone(),
    }
}

fn fleets(sources: &Sources<'_>, typed: &str, most: usize) -> Vec<Entry> {
    let tab = match (sources.scope, sources.place) {
        (Scope::Fleets, Place::Fleet { tab, .. }) => match tab {
            // A release, a comparison and a filter belong to the one fleet.
            FleetTab::Releases(_) | FleetTab::Release(_) | FleetTab::ReleasePart(..) | FleetTab::Compare { .. } => {
                FleetTab::Releases(ReleaseList::default())
            }
            FleetTab::Devices(_) => FleetTab::Devices(DeviceList::default()),
            FleetTab::Logs(_) => FleetTab::Logs(FleetLogs::default()),
            other => other.clone(),
        },
        _ => FleetTab::Overview,
    };
    ranked(sources.fleets.iter(), typed, |fleet| fleet.name.clone())
        .into_iter()
        .take(most)
        .map(|fleet| {
            let address = Place::Fleet { id: fleet.id, tab: tab.clone() }.to_string();
            let entry =
                Entry::to(format!("fleet-{}", fleet.id), fleet.name.clone(), Lead::Icon(Glyph::Fleets), address);
            Entry { aside: fleet.device_type.clone(), ..entry }
        })
        .collect()
}

fn releases(sources: &Sources<'_>, typed: &str) -> Vec<Entry> {
    let typed = typed.to_lowercase();
    let hits = sources.hits.releases.iter().filter(|hit| {
        // A commit that is not shown may be what was typed.
        hit.label.to_lowercase().contains(&typed) || typed.chars().all(|c| c.is_ascii_hexdigit())
    });
    hits.take(SHOWN)
        .map(|hit| {
            let address = Place::Fleet { id: hit.fleet.0, tab: FleetTab::Release(hit.id) }.to_string();
            let entry =
                Entry::to(format!("release-{}", hit.id), hit.label.clone(), Lead::Icon(Glyph::Release), address);
            Entry { aside: Some(hit.fleet.1.clone()), ..entry }
        })
        .collect()
}

fn step(key: &str, label: &str, glyph: Glyph, keys: Option<&'static str>, place: &Place) -> Entry {
    Entry { keys, ..Entry::to(key.to_owned(), label.to_owned(), Lead::Icon(glyph), place.to_string()) }
}

fn fitting(entries: Vec<Entry>, typed: &str) -> Vec<Entry> {
    ranked(entries, typed, |entry| entry.label.clone())
}

fn go_up(sources: &Sources<'_>, typed: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let (Some(fleet), Place::Device { .. }) = (sources.fleet, sources.place) {
        let label = format!("Devices of {}", fleet.name);
        entries.push(step("up-devices", &label, Glyph::Device, Some("g d"), &Place::devices(fleet.id)));
    }
    if let Some(fleet) = sources.fleet
        && *sources.place != Place::fleet(fleet.id)
    {
        entries.push(step("up-fleet", &fleet.name, Glyph::Overview, Some("g o"), &Place::fleet(fleet.id)));
    }
    if !matches!(sources.place, Place::Fleets(_)) {
        entries.push(step("up-fleets", "Fleets", Glyph::Fleets, Some("g f"), &Place::fleets()));
    }
    fitting(entries, typed)
}

fn go_to(sources: &Sources<'_>, typed: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Place::Device { uuid, .. } = sources.place {
        let tabs = [
            (DeviceTab::Summary, Glyph::Device),
            (DeviceTab::Logs(crate::routes::log_query::LogQuery::default()), Glyph::Logs),
            (DeviceTab::Variables, Glyph::Variables),
            (DeviceTab::Configuration, Glyph::Configuration),
            (DeviceTab::Diagnostics, Glyph::Heartbeat),
            (DeviceTab::History(None), Glyph::Overview),
            (DeviceTab::Settings, Glyph::Settings),
        ];
        for (tab, glyph) in tabs {
            let label = format!("{} of this device", tab.title());
            let key = format!("tab-{}", tab.title());
            entries.push(step(&key, &label, glyph, None, &Place::Device { uuid: uuid.clone(), tab }));
        }
    }
    if let Some(fleet) = sources.fleet {
        let parts = [
            (FleetTab::Devices(DeviceList::default()), Glyph::Device, Some("g d")),
            (FleetTab::Logs(FleetLogs::default()), Glyph::Logs, Some("g l")),
            (FleetTab::Releases(ReleaseList::default()), Glyph::Release, Some("g r")),
            (FleetTab::Variables, Glyph::Variables, None),
            (FleetTab::Configuration, Glyph::Configuration, None),
            (FleetTab::Provisioning, Glyph::Plus, None),
            (FleetTab::Settings, Glyph::Settings, None),
        ];
        for (tab, glyph, keys) in parts {
            let key = format!("part-{}", tab.title());
            let entry = step(&key, tab.title(), glyph, keys, &Place::Fleet { id: fleet.id, tab });
            entries.push(Entry { aside: Some(fleet.name.clone()), ..entry });
        }
    }
    for tab in
        [AccountTab::Profile, AccountTab::Sessions, AccountTab::ApiKeys, AccountTab::SshKeys, AccountTab::Organizations]
    {
        let entry = step(&format!("account-{}", tab.title()), tab.title(), Glyph::Settings, None, &Place::Account(tab));
        entries.push(Entry { aside: Some("Account".to_owned()), ..entry });
    }
    fitting(entries, typed)
}

fn instead(sources: &Sources<'_>, typed: &str) -> Vec<Entry> {
    let Some(fleet) = sources.fleet else { return Vec::new() };
    let list = DeviceList::searching(typed);
    let label = format!("Devices of {} with “{typed}”", fleet.name);
    vec![step("instead-devices", &label, Glyph::Filter, None, &Place::devices_as(fleet.id, list))]
}
