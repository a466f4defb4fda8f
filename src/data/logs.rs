//! A device's log, followed: what was written, then what comes, nothing twice.

use std::collections::HashMap;

use client::live::event::TopicEvent;
use leptos::prelude::*;
use logs::line::{Line, SUPERVISOR};
use logs::log::{Capacity, Log};
use model::device_uuid::DeviceUuid;
use wire::live::{LogState, Topic};
use wire::log_line::LogLine;

use super::hub::{now_millis, use_hub};

/// How many lines of history are asked for.
const HISTORY: u32 = 1_000;
/// How much a page keeps.
const CAPACITY: Capacity = Capacity { rows: 100_000, bytes: 32 * 1024 * 1024 };

/// Where the stream stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogLink {
    /// History is on its way.
    Loading,
    Live,
    /// It broke and is being resumed.
    Lost,
    /// It cannot be had; the sentence says why.
    Refused(String),
}

/// A device's log. Copy; lives as long as its owner.
#[derive(Debug, Clone, Copy)]
pub struct LogFeed {
    pub log: RwSignal<Log>,
    pub link: RwSignal<LogLink>,
}

impl LogFeed {
    /// Nothing has come yet, reactively.
    pub fn is_empty(self) -> bool {
        self.log.with(Log::is_empty)
    }
}

/// Follows the log of a device until the owner goes. `names` are its services' names by number; lines that came before
/// their service was known wait for it.
pub fn of(uuid: DeviceUuid, names: Signal<HashMap<i64, String>>) -> LogFeed {
    let hub = use_hub();
    let feed = LogFeed { log: RwSignal::new(Log::new(CAPACITY)), link: RwSignal::new(LogLink::Loading) };
    let waiting = StoredValue::new(Vec::<LogLine>::new());
    let take_in = move || {
        let mut lines = Vec::new();
        waiting.update_value(|waiting| std::mem::swap(&mut lines, waiting));
        if !lines.is_empty() {
            names.with_untracked(|names| feed.log.update(|log| append(log, names, &lines)));
        }
    };
    Effect::new(move |_| {
        if names.with(|names| !names.is_empty()) {
            take_in();
        }
    });
    hub.follow(Topic::Log { uuid, after: None, count: HISTORY }, move |event| match event {
        TopicEvent::Log(lines) => {
            waiting.update_value(|waiting| waiting.extend(lines));
            if names.with_untracked(|names| !names.is_empty()) {
                take_in();
            }
        }
        TopicEvent::LogGap(missed) => feed.log.update(|log| log.gap("", Some(missed), now_millis())),
        TopicEvent::LogState(LogState::Live) => feed.link.set(LogLink::Live),
        TopicEvent::LogState(LogState::Lost) => feed.link.set(LogLink::Lost),
        TopicEvent::Refused(why) => feed.link.set(LogLink::Refused(why)),
        TopicEvent::Subscribed | TopicEvent::Reset | TopicEvent::Changed(_) => {}
    });
    feed
}

fn append(log: &mut Log, names: &HashMap<i64, String>, lines: &[LogLine]) {
    let unnamed: Vec<String> =
        lines.iter().map(|line| line.service_id.map_or_else(String::new, |id| format!("service {id}"))).collect();
    log.append(lines.iter().zip(&unnamed).map(|(line, unnamed)| Line {
        sequence: line.sequence,
        at_ms: line.timestamp,
        device: "",
        source: match line.service_id {
            Some(id) => names.get(&id).unwrap_or(unnamed),
            None => SUPERVISOR,
        },
        text: &line.message,
        stderr: line.is_std_err,
        system: line.is_system,
    }));
}
