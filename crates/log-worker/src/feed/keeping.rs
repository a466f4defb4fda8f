//! A log of devices whose lines are kept: what was kept comes first, what comes is noted down.

use std::collections::HashMap;
use std::sync::Arc;

use logs::line::Gap;
use logs::settling::Settling;
use model::device_uuid::DeviceUuid;
use vault::entry::{Entry, KeptLine};
use wire::log_line::LogLine;
use wire::log_position::{LogCursor, Missed, Step};

use super::{Feed, JOINED, LEFT, SETTLE_MS, Stream, lost};
use crate::lines::{of_kept, to_keep};
use crate::seam::Seam;

impl Feed {
    /// The devices followed.
    pub(crate) fn devices(&self) -> impl Iterator<Item = &DeviceUuid> {
        self.streams.keys()
    }

    pub(crate) fn is_following(&self, device: &DeviceUuid) -> bool {
        self.streams.contains_key(device)
    }

    /// The devices whose lines are kept.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &DeviceUuid> {
        self.seams.keys()
    }

    pub(crate) fn is_merged(&self) -> bool {
        self.settling.is_some()
    }

    /// From now on this device's lines are to be kept.
    pub(crate) fn keep(&mut self, device: DeviceUuid, seam: Seam) {
        self.seams.insert(device, seam);
    }

    /// From now on nobody's are.
    pub(crate) fn keep_none(&mut self) {
        self.seams.clear();
        self.new.clear();
    }

    /// What was kept of its devices is forgotten; what comes is kept.
    pub(crate) fn forget_kept(&mut self) {
        self.seams.values_mut().for_each(Seam::forget);
        self.new.clear();
    }

    /// What is to be kept since it was asked last, oldest first.
    pub(crate) fn take_new(&mut self) -> Vec<(DeviceUuid, Entry)> {
        std::mem::take(&mut self.new)
    }

    /// Notes down what of this is to be kept; answers what of it is new to the log.
    pub(super) fn put_aside(
        &mut self,
        device: &DeviceUuid,
        is_renumbered: bool,
        missed: Option<Missed>,
        lines: Vec<LogLine>,
        now_ms: i64,
    ) -> (Option<Missed>, Vec<LogLine>) {
        let Some(seam) = self.seams.get_mut(device) else { return (missed, lines) };
        if is_renumbered {
            self.new.push((device.clone(), Entry::Restart { at_ms: now_ms }));
        }
        let mut all = missed.unwrap_or(Missed::None);
        let mut told = all;
        let mut shown = Vec::with_capacity(lines.len());
        for line in lines {
            match seam.step(&line) {
                Step::Known => {
                    if !seam.is_shown {
                        shown.push(line);
                    }
                    continue;
                }
                Step::Next { missed } => {
                    all = all.and(missed);
                    told = told.and(missed);
                }
            }
            if told != Missed::None {
                let gap =
                    Entry::Gap { missed: lost(std::mem::replace(&mut told, Missed::None)), at_ms: line.created_at };
                self.new.push((device.clone(), gap));
            }
            self.new.push((device.clone(), Entry::Line(to_keep(&line, self.names.source(line.service_id)))));
            shown.push(line);
        }
        if told != Missed::None {
            self.new.push((device.clone(), Entry::Gap { missed: lost(told), at_ms: now_ms }));
        }
        ((all != Missed::None).then_some(all), shown)
    }

    /// Appends what waits for its turn among other devices' lines.
    pub(crate) fn settle_all(&mut self, now_ms: i64) {
        self.settle(now_ms.saturating_add(SETTLE_MS));
    }

    /// Takes what was kept of a device, oldest first, before its stream begins.
    pub(crate) fn restore(&mut self, device: &DeviceUuid, entry: &Entry) {
        if let Entry::Line(line) = entry {
            self.begin_before(device, line.sequence, line.created_at);
        }
        let is_merged = self.is_merged();
        let name = if is_merged { self.names.device(device) } else { "" };
        let log = self.seat.log_mut();
        match entry {
            Entry::Line(line) => drop(log.append([of_kept(line, name, is_merged)])),
            Entry::Gap { missed, at_ms } => log.gap(name, *missed, *at_ms),
            Entry::Restart { .. } => log.restart_sequence(name),
        }
    }

    /// What to ask for to have a device's lines from the first one on that is held.
    pub(crate) fn begun(&self, device: &DeviceUuid) -> Option<LogCursor> {
        self.begun.get(device).copied()
    }

    /// Remembers a device's first line.
    pub(super) fn begin_before(&mut self, device: &DeviceUuid, sequence: Option<u64>, created_at: i64) {
        if !self.begun.contains_key(device) {
            let before = sequence.map(|number| LogCursor::Sequence(number.saturating_sub(1)));
            self.begun.insert(device.clone(), before.unwrap_or(LogCursor::CreatedAt(created_at)));
        }
    }

    /// Every row held, as it can be kept: without colours, which the log does not hold as they came. Notes of our own are left out.
    pub(crate) fn each_held(&self, mut take: impl FnMut(&DeviceUuid, Entry)) {
        let is_merged = self.is_merged();
        let by_name: HashMap<&str, &DeviceUuid> =
            self.streams.keys().map(|uuid| (if is_merged { self.names.device(uuid) } else { "" }, uuid)).collect();
        let mut last: HashMap<&DeviceUuid, u64> = HashMap::new();
        let mut services: HashMap<String, Arc<str>> = HashMap::new();
        let log = self.seat.log();
        for row in (log.first()..log.next()).filter_map(|number| log.row(number)) {
            let Some(device) = by_name.get(row.device).copied() else { continue };
            let (at_ms, other_ms) = (row.at_ms, row.at_ms.saturating_add(i64::from(row.skew_ms)));
            let (created_at, timestamp) = if is_merged { (at_ms, other_ms) } else { (other_ms, at_ms) };
            if let Some(gap) = row.gap {
                let missed = if let Gap::Lines(lines) = gap { Some(lines) } else { None };
                take(device, Entry::Gap { missed, at_ms: created_at });
                continue;
            }
            let before = last.insert(device, row.sequence).unwrap_or_default();
            // A note has the number of the line before it, or none.
            if row.system && (row.text == JOINED || row.text == LEFT) || row.sequence > 0 && row.sequence == before {
                continue;
            }
            if row.sequence < before {
                take(device, Entry::Restart { at_ms: created_at });
            }
            let service = match services.get(row.source) {
                Some(service) => Arc::clone(service),
                None => Arc::clone(services.entry(row.source.to_owned()).or_insert_with(|| row.source.into())),
            };
            let line = KeptLine {
                sequence: (row.sequence > 0).then_some(row.sequence),
                created_at,
                timestamp,
                service,
                stderr: row.stderr,
                system: row.system,
                message: row.text.to_owned(),
            };
            take(device, Entry::Line(line));
        }
    }

    /// Begins anew with no row: all devices followed come again, each with what to ask for to have the lines held until now.
    pub(crate) fn begin_anew(&mut self) -> Vec<(DeviceUuid, Option<LogCursor>)> {
        let begun = std::mem::take(&mut self.begun);
        let is_merged = self.is_merged();
        let log = self.seat.log_mut();
        log.clear();
        for device in self.streams.keys() {
            log.restart_sequence(if is_merged { self.names.device(device) } else { "" });
        }
        if let Some(settling) = &mut self.settling {
            *settling = Settling::new(SETTLE_MS);
        }
        self.unnamed.clear();
        self.keep_none();
        for stream in self.streams.values_mut() {
            *stream = Stream::Opening;
        }
        let after = |device: &DeviceUuid| begun.get(device).copied();
        self.streams.keys().map(|device| (device.clone(), after(device))).collect()
    }
}

#[cfg(test)]
mod tests {
    use client::live::event::DeviceLog;

    use super::*;
    use crate::ask::{Followed, Source};

    fn feed(device: &DeviceUuid) -> Feed {
        let source =
            Source { is_merged: false, rows: 100, bytes: 1_000_000, history: 10, services: None, system: true };
        let mut feed = Feed::new(&source, 0);
        feed.follow(&Followed { uuid: device.clone(), name: String::new(), after: None }, 0);
        feed
    }

    fn line(number: u64) -> LogLine {
        LogLine {
            created_at: number.cast_signed() * 10,
            timestamp: number.cast_signed() * 10 - 3,
            is_system: true,
            is_std_err: false,
            service_id: None,
            message: format!("\u{1b}[31m{number}\u{1b}[0m"),
            sequence: Some(number),
        }
    }

    fn held(feed: &Feed) -> Vec<Entry> {
        let mut held = Vec::new();
        feed.each_held(|_, entry| held.push(entry));
        held
    }

    #[test]
    fn what_is_held_can_be_kept_and_comes_back_as_it_was() {
        let device: DeviceUuid = "a".repeat(32).parse().unwrap();
        let mut first = feed(&device);
        let of = |missed, numbers: &[u64]| DeviceLog {
            missed,
            lines: numbers.iter().copied().map(line).collect(),
            ..DeviceLog::of(device.clone())
        };
        first.take(of(None, &[5, 6]), 0);
        first.take(of(Some(Missed::Lines(2)), &[9]), 0);
        first.take(DeviceLog { is_renumbered: true, ..DeviceLog::of(device.clone()) }, 0);
        first.take(of(None, &[1]), 0);
        let kept = held(&first);
        let said: Vec<_> = kept
            .iter()
            .map(|entry| match entry {
                Entry::Line(line) => format!("{} at {} by {}", line.message, line.created_at, line.timestamp),
                Entry::Gap { missed, .. } => format!("gap {missed:?}"),
                Entry::Restart { .. } => "anew".to_owned(),
            })
            .collect();
        assert_eq!(said, ["5 at 50 by 47", "6 at 60 by 57", "gap Some(2)", "9 at 90 by 87", "anew", "1 at 10 by 7"]);

        let mut again = feed(&device);
        for entry in &kept {
            again.restore(&device, entry);
        }
        assert_eq!(held(&again), kept);
        assert_eq!(again.begin_anew(), [(device.clone(), Some(LogCursor::Sequence(4)))]);
        assert!(held(&again).is_empty());
        again.take(of(None, &[5]), 0);
        assert_eq!(held(&again).len(), 1, "what was held comes again");
    }
}
