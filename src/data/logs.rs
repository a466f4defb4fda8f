//! Logs that are followed: of one device or of many, as the log worker holds them.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use log_worker::ask::{Ask, Followed, Source};
use logs::desk::ask::LinePlace;
use logs::desk::keeping::Keeping;
use logs::desk::kinds::{KindDevices, ShownKinds};
use logs::desk::shown::Shown;
use logs::desk::tell::{Streams, Tell};
use logs::timeline::Timeline;
use model::device_uuid::DeviceUuid;
use wire::log_position::LogCursor;

use super::log_desk::{LogDesk, Told, use_log_desk};

/// How many lines of a device's past are asked for.
const HISTORY: u32 = 1_000;
/// How many lines before a line that an address names are asked for.
const BEFORE: u64 = 500;
/// How much a tab holds: a million lines or 192 MiB (performance.md L1–L3).
pub(super) const MOST_ROWS: usize = 1_000_000;
pub(super) const MOST_BYTES: usize = 192 * 1024 * 1024;

/// A log. Copy; lives as long as its owner.
#[derive(Debug, Clone, Copy)]
pub struct LogFeed {
    number: u32,
    desk: LogDesk,
    pub shown: RwSignal<Option<Arc<Shown>>>,
    pub timeline: RwSignal<Option<Timeline>>,
    pub streams: RwSignal<Streams>,
    /// Kinds of messages, once they are asked for.
    pub kinds: RwSignal<Option<Arc<ShownKinds>>>,
    pub kind_devices: RwSignal<Option<KindDevices>>,
    /// The last answer to a question; every one is told.
    pub answer: RwSignal<Option<Tell>>,
    /// The last file, and how many rows it has.
    pub file: RwSignal<Option<(web_sys::Blob, u32)>, LocalStorage>,
    /// How it stands with keeping it in this browser.
    pub keeping: RwSignal<Keeping>,
    /// Why the log cannot be had at all.
    pub broken: RwSignal<Option<&'static str>>,
}

impl LogFeed {
    pub(super) fn open(source: Source) -> Self {
        let desk = use_log_desk();
        let shown = RwSignal::new(None);
        let timeline = RwSignal::new(None);
        let streams = RwSignal::new(Streams::default());
        let (kinds, kind_devices) = (RwSignal::new(None), RwSignal::new(None));
        let answer = RwSignal::new(None);
        let file = RwSignal::new_local(None);
        let keeping = RwSignal::new(Keeping::Off);
        let broken = RwSignal::new(None);
        let number = desk.begin(move |told| match told {
            Told::Desk(Tell::Shown(now)) => drop(shown.try_set(Some(Arc::new(*now)))),
            Told::Desk(Tell::Timeline(now)) => drop(timeline.try_set(now)),
            Told::Desk(Tell::Streams(now)) => drop(streams.try_set(now)),
            Told::Desk(Tell::Keeping(now)) => drop(keeping.try_set(now)),
            Told::Desk(Tell::Kinds(now)) => drop(kinds.try_set(Some(Arc::new(*now)))),
            Told::Desk(Tell::KindDevices(now)) => drop(kind_devices.try_set(Some(now))),
            Told::Desk(told) => drop(answer.try_set(Some(told))),
            Told::File(blob, rows) => drop(file.try_set(Some((blob, rows)))),
            Told::Broken(why) => drop(broken.try_set(Some(why))),
        });
        desk.ask(&Ask::Open { feed: number, source });
        Self { number, desk, shown, timeline, streams, kinds, kind_devices, answer, file, keeping, broken }
    }

    /// Nothing has come yet, reactively.
    pub fn is_empty(self) -> bool {
        self.shown.with(|shown| shown.as_ref().is_none_or(|shown| shown.held == 0))
    }

    /// Asks the log something.
    pub fn ask(self, ask: logs::desk::ask::Ask) {
        self.desk.ask(&Ask::Desk { feed: self.number, ask });
    }

    /// Looks for the line with this place, also in what is yet to come of the past; the answer says which row it is.
    pub fn find(self, line: LinePlace) {
        self.ask(logs::desk::ask::Ask::Find(line));
    }

    /// Follows these devices too.
    pub fn follow(self, devices: Vec<Followed>) {
        self.desk.ask(&Ask::Follow { feed: self.number, devices });
    }

    /// Follows these no longer; their rows stay.
    pub fn unfollow(self, devices: Vec<DeviceUuid>) {
        self.desk.ask(&Ask::Unfollow { feed: self.number, devices });
    }

    pub(super) fn know_services(self, names: &HashMap<i64, String>) {
        let names = names.iter().map(|(id, name)| (*id, name.clone())).collect();
        self.desk.ask(&Ask::Services { feed: self.number, names });
    }
}

/// Follows the log of a device until the owner goes, from a line on that is asked for, if one is. `names` are its services'
/// names by number; lines that come before they are known wait for them.
pub fn of(uuid: DeviceUuid, line: Option<LinePlace>, names: Signal<Option<HashMap<i64, String>>>) -> LogFeed {
    let feed = LogFeed::open(Source {
        is_merged: false,
        rows: MOST_ROWS,
        bytes: MOST_BYTES,
        history: HISTORY,
        services: None,
        system: true,
    });
    Effect::new(move |_| {
        names.with(|names| {
            if let Some(names) = names {
                feed.know_services(names);
            }
        });
    });
    let after = line.map(|line| match line {
        LinePlace::Sequence(sequence) => LogCursor::Sequence(sequence.saturating_sub(BEFORE)),
        LinePlace::Time(at_ms) => LogCursor::CreatedAt(at_ms),
    });
    feed.follow(vec![Followed { uuid, name: String::new(), after }]);
    if let Some(line) = line {
        feed.find(line);
    }
    feed
}
