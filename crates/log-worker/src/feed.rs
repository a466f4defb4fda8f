//! One log of the page: what came of its devices, in order, and where their streams stand.

mod keeping;

use std::collections::{HashMap, VecDeque};

use client::live::event::DeviceLog;
use logs::desk::ask::LinePlace;
use logs::desk::seat::Seat;
use logs::desk::tell::Streams;
use logs::line::{Gap, Line};
use logs::log::Capacity;
use logs::settling::Settling;
use model::device_uuid::DeviceUuid;
use vault::entry::Entry;
use wire::live::LogState;
use wire::log_history::GetLines;
use wire::log_line::LogLine;
use wire::log_position::{LogCursor, Missed};

use crate::ask::{Followed, Source};
use crate::lines::{of_binnacle, of_many, of_one};
use crate::names::Names;
use crate::seam::Seam;

/// Lines of several devices wait so long for earlier ones of others, in milliseconds.
const SETTLE_MS: i64 = 400;

/// A service that is new on a device writes before the page has heard its name: lines wait so long for it, in milliseconds.
const NAMES_WITHIN_MS: i64 = 3_000;

/// What waits for its turn among other devices' lines.
#[derive(Debug)]
enum Piece {
    Line(DeviceUuid, LogLine),
    Missed(DeviceUuid, Missed),
    Note(DeviceUuid, &'static str),
    /// The device's lines are numbered anew.
    Restart(DeviceUuid),
}

const JOINED: &str = "joins this log: the device matches now";
const LEFT: &str = "leaves this log: the device no longer matches";

/// Whether the row that an address names is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// None is wanted, or it may yet come.
    GoesOn,
    Found(u64),
    /// All the past is there, and it is not among it.
    Missing,
}

/// Where a device's stream stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stream {
    Opening,
    Live,
    Lost,
    Refused,
}

/// See the module's sentence.
#[derive(Debug)]
pub(crate) struct Feed {
    pub(crate) seat: Seat,
    names: Names,
    /// What came before its services had names, and when.
    unnamed: VecDeque<(i64, DeviceLog)>,
    settling: Option<Settling<Piece>>,
    streams: HashMap<DeviceUuid, Stream>,
    why: Option<String>,
    /// Lines since the last look at the rate, and when that was.
    counted: (u32, i64),
    rate: u32,
    /// The row that an address named, until it is found.
    pub(crate) wanted: Option<LinePlace>,
    /// Nothing is left out of its streams, so that it may be kept.
    pub(crate) is_whole: bool,
    /// The devices whose lines are kept.
    seams: HashMap<DeviceUuid, Seam>,
    /// What is to be kept, oldest first.
    new: Vec<(DeviceUuid, Entry)>,
    /// What to ask for to have a device's lines from the first one on that was taken here.
    begun: HashMap<DeviceUuid, LogCursor>,
}

impl Feed {
    pub(crate) fn new(source: &Source, now_ms: i64) -> Self {
        Self {
            seat: Seat::new(Capacity { rows: source.rows, bytes: source.bytes }),
            settling: source.is_merged.then(|| Settling::new(SETTLE_MS)),
            names: Names::default(),
            unnamed: VecDeque::new(),
            streams: HashMap::new(),
            why: None,
            counted: (0, now_ms),
            rate: 0,
            wanted: None,
            is_whole: source.is_whole(),
            seams: HashMap::new(),
            new: Vec::new(),
            begun: HashMap::new(),
        }
    }

    pub(crate) fn know_services(&mut self, names: Vec<(i64, String)>, now_ms: i64) {
        self.names.know_services(names);
        self.take_waiting(now_ms);
    }

    /// Takes what waited for names and has them, or has waited long enough; whether there was any.
    pub(crate) fn take_waiting(&mut self, now_ms: i64) -> bool {
        let mut any = false;
        while let Some((came, part)) = self.unnamed.front()
            && (self.names.know(&part.lines) || now_ms - came >= NAMES_WITHIN_MS)
            && let Some((_, part)) = self.unnamed.pop_front()
        {
            any = true;
            self.take_in(part, now_ms);
        }
        any
    }

    /// Takes a device in; whether it is a new one.
    pub(crate) fn follow(&mut self, device: &Followed, now_ms: i64) -> bool {
        self.names.know_device(device.uuid.clone(), device.name.clone());
        let is_new = !self.streams.contains_key(&device.uuid);
        if is_new {
            // Those it begins with need no mark.
            if self.seat.log().next() > 0 {
                self.note(&device.uuid, JOINED, now_ms);
            }
            self.streams.insert(device.uuid.clone(), Stream::Opening);
        }
        is_new
    }

    /// Lets a device go; whether it was followed. Its rows stay.
    pub(crate) fn unfollow(&mut self, device: &DeviceUuid, now_ms: i64) -> bool {
        self.seams.remove(device);
        self.begun.remove(device);
        let is_gone = self.streams.remove(device).is_some();
        if is_gone {
            self.note(device, LEFT, now_ms);
        }
        is_gone
    }

    fn note(&mut self, device: &DeviceUuid, words: &'static str, now_ms: i64) {
        if let Some(settling) = &mut self.settling {
            settling.put(now_ms, now_ms, Piece::Note(device.clone(), words));
        }
    }

    /// Takes what came of a device.
    pub(crate) fn take(&mut self, part: DeviceLog, now_ms: i64) {
        // Behind one that waits, so that no line comes before an earlier one.
        if self.unnamed.is_empty() && self.names.know(&part.lines) {
            self.take_in(part, now_ms);
        } else {
            self.unnamed.push_back((now_ms, part));
        }
    }

    fn take_in(&mut self, part: DeviceLog, now_ms: i64) {
        let DeviceLog { device, is_renumbered, missed, lines, state, refused } = part;
        self.counted.0 = self.counted.0.saturating_add(u32::try_from(lines.len()).unwrap_or(u32::MAX));
        if let Some(first) = lines.first() {
            self.begin_before(&device, first.sequence, first.created_at);
        }
        let (missed, lines) = self.put_aside(&device, is_renumbered, missed, lines, now_ms);
        if let Some(settling) = &mut self.settling {
            if is_renumbered {
                settling.put(now_ms, now_ms, Piece::Restart(device.clone()));
            }
            if let Some(missed) = missed {
                let at = lines.first().map_or(now_ms, |line| line.created_at);
                settling.put(at, now_ms, Piece::Missed(device.clone(), missed));
            }
            for line in lines {
                settling.put(line.created_at, now_ms, Piece::Line(device.clone(), line));
            }
        } else {
            let log = self.seat.log_mut();
            if is_renumbered {
                log.restart_sequence("");
            }
            if let Some(missed) = missed {
                let at = lines.first().map_or(now_ms, |line| line.timestamp);
                log.gap("", lost(missed), at);
            }
            for line in &lines {
                log.append([of_one(line, &self.names.source(line.service_id))]);
            }
        }
        if let Some(why) = refused {
            self.why = Some(why);
            self.stand(&device, Stream::Refused);
        } else if let Some(state) = state {
            self.stand(&device, if state == LogState::Live { Stream::Live } else { Stream::Lost });
        }
    }

    fn stand(&mut self, device: &DeviceUuid, stream: Stream) {
        if let Some(held) = self.streams.get_mut(device) {
            *held = stream;
        }
    }

    /// Appends the lines that have waited long enough; whether there were any.
    pub(crate) fn settle(&mut self, now_ms: i64) -> bool {
        let Some(settling) = &mut self.settling else { return false };
        let mut any = false;
        let log = self.seat.log_mut();
        for piece in settling.take(now_ms) {
            any = true;
            match piece {
                Piece::Note(device, text) => {
                    let note = Line { device: self.names.device(&device), ..of_binnacle(text, now_ms) };
                    log.append([note]);
                }
                Piece::Restart(device) => log.restart_sequence(self.names.device(&device)),
                Piece::Missed(device, missed) => log.gap(self.names.device(&device), lost(missed), now_ms),
                Piece::Line(device, line) => {
                    let source = self.names.source(line.service_id);
                    let merged = Line { device: self.names.device(&device), ..of_many(&line, &source) };
                    log.append([merged]);
                }
            }
        }
        any
    }

    /// The whole socket broke: every stream is lost until it is told of again.
    pub(crate) fn lose(&mut self) {
        for stream in self.streams.values_mut().filter(|stream| **stream == Stream::Live) {
            *stream = Stream::Lost;
        }
    }

    /// Counts the lines of the last second.
    pub(crate) fn measure(&mut self, now_ms: i64) {
        let (lines, since) = self.counted;
        let passed = now_ms.saturating_sub(since);
        if passed >= 1_000 {
            let lines = i64::from(lines) * 1_000 / passed;
            self.rate = u32::try_from(lines).unwrap_or(u32::MAX);
            self.counted = (0, now_ms);
        }
    }

    /// Where the streams stand.
    pub(crate) fn streams(&self) -> Streams {
        let count = |wanted: Stream| {
            u32::try_from(self.streams.values().filter(|stream| **stream == wanted).count()).unwrap_or(u32::MAX)
        };
        Streams {
            followed: u32::try_from(self.streams.len()).unwrap_or(u32::MAX),
            live: count(Stream::Live),
            lost: count(Stream::Lost),
            refused: count(Stream::Refused),
            why: self.why.clone(),
            lines_a_second: self.rate,
        }
    }

    /// How to ask for the lines of the gap at a row; none where lines have no numbers.
    pub(crate) fn lines_of_gap(&self, number: u64) -> Option<GetLines> {
        let row = self.seat.log().row(number)?;
        let Some(Gap::Lines(lost)) = row.gap else { return None };
        let uuid = self.names.uuid(row.device).or_else(|| self.streams.keys().next())?;
        Some(GetLines { uuid: uuid.clone(), after: row.sequence, until: row.sequence.saturating_add(lost) })
    }

    /// Puts lines in the place of a gap; the first one's number.
    pub(crate) fn fill(&mut self, number: u64, lines: &[LogLine]) -> Option<u64> {
        let device = self.seat.log().row(number)?.device.to_owned();
        let sources: Vec<_> = lines.iter().map(|line| self.names.source(line.service_id)).collect();
        let lines = lines.iter().zip(&sources).map(|(line, source)| {
            let line = if self.settling.is_some() { of_many(line, source) } else { of_one(line, source) };
            Line { device: &device, ..line }
        });
        self.seat.log_mut().fill(number, lines)
    }

    /// What has become of the search for the wanted row; once it has ended nothing is wanted.
    pub(crate) fn find(&mut self) -> Search {
        let Some(place) = self.wanted else { return Search::GoesOn };
        let log = self.seat.log();
        let found = match place {
            LinePlace::Sequence(sequence) => log.row_of_sequence(sequence),
            LinePlace::Time(at_ms) => log.row_at_time(at_ms),
        };
        let is_all = !self.streams.is_empty() && self.streams.values().all(|stream| *stream != Stream::Opening);
        if found.is_none() && !is_all {
            return Search::GoesOn;
        }
        self.wanted = None;
        found.map_or(Search::Missing, Search::Found)
    }
}

fn lost(missed: Missed) -> Option<u64> {
    match missed {
        Missed::None => Some(0),
        Missed::Lines(lines) => Some(lines),
        Missed::Uncounted => None,
    }
}
