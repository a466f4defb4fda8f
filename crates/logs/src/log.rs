//! The log itself: a bounded run of rows that is appended to in batches and trimmed from the front.

mod filling;

use std::collections::VecDeque;

use crate::ansi;
use crate::level::Level;
use crate::line::{Flags, Gap, Line, Row, SUPERVISOR, Span};
use crate::numbering::Numbering;
use crate::origin::Origins;
use crate::segment::{Facts, SEGMENT_BYTES, Segment};
use crate::style::Style;

/// How much a log keeps. Both bounds hold after every append; the oldest rows go first, a segment at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    pub rows: usize,
    pub bytes: usize,
}

impl Default for Capacity {
    /// A million lines or 192 MiB: what a tab filters within a frame or two (performance.md L1–L3).
    fn default() -> Self {
        Self { rows: 1_000_000, bytes: 192 * 1024 * 1024 }
    }
}

/// How many rows a source or a device has in the log now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameCount<'a> {
    pub name: &'a str,
    pub rows: usize,
}

/// See the module's sentence. Rows are numbered from 0 for the log's life; [`Log::first`] moves on as rows are trimmed.
#[derive(Debug, Clone)]
pub struct Log {
    capacity: Capacity,
    segments: VecDeque<Segment>,
    /// Bytes of every segment but the last, which still grows.
    settled_bytes: usize,
    rows: usize,
    next: u64,
    epoch: u64,
    trimmed: u64,
    origins: Origins,
    /// By the number of the device.
    numberings: Vec<Numbering>,
    level_rows: [usize; 4],
    styles: Vec<(u32, Style)>,
}

impl Default for Log {
    fn default() -> Self {
        Self::new(Capacity::default())
    }
}

impl Log {
    pub fn new(capacity: Capacity) -> Self {
        Self {
            capacity,
            segments: VecDeque::new(),
            settled_bytes: 0,
            rows: 0,
            next: 0,
            epoch: 0,
            trimmed: 0,
            origins: Origins::default(),
            numberings: Vec::new(),
            level_rows: [0; 4],
            styles: Vec::new(),
        }
    }

    pub fn capacity(&self) -> Capacity {
        self.capacity
    }

    /// Rows held now, gaps included.
    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The number of the oldest row held.
    pub fn first(&self) -> u64 {
        self.segments.front().map_or(self.next, |segment| segment.first)
    }

    /// The number the next row will get.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Rows dropped from the front to stay within the capacity.
    pub fn trimmed(&self) -> u64 {
        self.trimmed
    }

    /// Changes whenever rows already seen stopped being true ([`Log::clear`]); views start over then.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The sequence number of the last line taken of a device: where to resume.
    pub fn last_sequence(&self, device: &str) -> Option<u64> {
        let number = self.origins.devices().iter().position(|name| name == device)?;
        self.numberings.get(number)?.last()
    }

    /// Bytes held: texts and the fixed part of each row.
    pub fn bytes(&self) -> usize {
        self.settled_bytes + self.segments.back().map_or(0, Segment::bytes)
    }

    /// Adds lines in order. A line at or below the last sequence number of its device is skipped: it was seen already.
    /// Answers how many were new.
    pub fn append<'a>(&mut self, lines: impl IntoIterator<Item = Line<'a>>) -> usize {
        let mut added = 0;
        for line in lines {
            let origin =
                self.origins.number(line.device, if line.source.is_empty() { SUPERVISOR } else { line.source });
            let row = self.next;
            let numbering = self.numbering(origin);
            if !numbering.take(line.sequence) {
                continue;
            }
            let step = numbering.step(row);
            let mut styles = std::mem::take(&mut self.styles);
            styles.clear();
            let segment = self.open_segment(line.at_ms);
            let start = segment.arena.len();
            ansi::clean(line.text, &mut segment.arena, &mut styles);
            let level = Level::detect(segment.arena.get(start..).unwrap_or_default());
            let flags = Flags::of(&line, level);
            segment.close_row(Facts { step, at_ms: line.at_ms, skew_ms: line.skew_ms, origin, flags }, &styles);
            self.styles = styles;
            self.level_rows[level as usize] += 1;
            self.origins.count(origin);
            self.count_row();
            added += 1;
        }
        added
    }

    /// Says that `lost` lines of a device (or nobody knows how many) never arrived. Two gaps of it in a row become one.
    pub fn gap(&mut self, device: &str, lost: Option<u64>, at_ms: i64) {
        let mut lost = lost;
        if let Some(last) = self.next.checked_sub(1).and_then(|number| self.row(number))
            && let Some(before) = last.gap
            && last.device == device
        {
            lost = match (before, lost) {
                (Gap::Lines(before), Some(lost)) => Some(before.saturating_add(lost)),
                _ => None,
            };
            if let Some(segment) = self.segments.back_mut() {
                segment.reopen_last();
            }
            self.rows -= 1;
            self.next -= 1;
        }
        let origin = self.origins.number(device, SUPERVISOR);
        let row = self.next;
        let step = self.numbering(origin).step(row);
        let segment = self.open_segment(at_ms);
        if let Some(lost) = lost {
            segment.arena.push_str(&lost.to_string());
        }
        segment.close_row(Facts { step, at_ms, skew_ms: 0, origin, flags: Flags::gap() }, &[]);
        self.count_row();
    }

    /// The server counts a device's lines anew from here on: rows stay, the next line is taken whatever its number.
    pub fn restart_sequence(&mut self, device: &str) {
        let origin = self.origins.number(device, SUPERVISOR);
        self.numbering(origin).restart();
    }

    /// Forgets every row. The sequence is kept, so that what was seen does not come back.
    pub fn clear(&mut self) {
        self.segments.clear();
        self.settled_bytes = 0;
        self.rows = 0;
        self.level_rows = [0; 4];
        self.origins.forget_rows();
        self.epoch += 1;
    }

    /// The row of that number, while it is held.
    pub fn row(&self, number: u64) -> Option<Row<'_>> {
        let (segment, index) = self.place(number)?;
        let facts = segment.facts(index)?;
        let text = segment.text(index);
        let gap = facts.flags.is_gap().then(|| text.parse().map_or(Gap::Uncounted, Gap::Lines));
        let (device, source) = self.origins.names(facts.origin);
        Some(Row {
            number,
            sequence: self.sequence(number, &facts),
            at_ms: facts.at_ms,
            skew_ms: facts.skew_ms,
            device,
            source: if gap.is_some() { "" } else { source },
            text: if gap.is_some() { "" } else { text },
            spans: spans(segment.styles(index), text.len()),
            level: facts.flags.level(),
            stderr: facts.flags.is_stderr(),
            system: facts.flags.is_system(),
            gap,
        })
    }

    /// The first row with this sequence number.
    pub fn row_of_sequence(&self, sequence: u64) -> Option<u64> {
        (self.first()..self.next).find(|number| self.row_sequence(*number) == Some(sequence))
    }

    /// The first row at or after a moment, in milliseconds since the Unix epoch.
    pub fn row_at_time(&self, at_ms: i64) -> Option<u64> {
        let of =
            |segment: &Segment| segment.times(0).position(|time| time >= at_ms).map(|at| segment.first + at as u64);
        self.segments.iter().find_map(of)
    }

    fn row_sequence(&self, number: u64) -> Option<u64> {
        let segment = self.segment_of(number)?;
        let facts = segment.facts(usize::try_from(number - segment.first).ok()?)?;
        (!facts.flags.is_gap()).then(|| self.sequence(number, &facts))
    }

    /// Sources seen so far with the rows each has now, in the order they first wrote.
    pub fn sources(&self) -> impl Iterator<Item = NameCount<'_>> {
        let names = self.origins.sources();
        names
            .iter()
            .zip(self.origins.rows_by(|pair| pair.source, names.len()))
            .map(|(name, rows)| NameCount { name, rows })
    }

    /// Devices seen so far with the rows each has now, in the order they first wrote.
    pub fn devices(&self) -> impl Iterator<Item = NameCount<'_>> {
        let names = self.origins.devices();
        names
            .iter()
            .zip(self.origins.rows_by(|pair| pair.device, names.len()))
            .map(|(name, rows)| NameCount { name, rows })
    }

    /// Rows of exactly this level.
    pub fn rows_of_level(&self, level: Level) -> usize {
        self.level_rows[level as usize]
    }

    pub(crate) fn origins(&self) -> &Origins {
        &self.origins
    }

    /// The segment a row is in, and which of its rows it is.
    pub(crate) fn place(&self, number: u64) -> Option<(&Segment, usize)> {
        let segment = self.segment_of(number)?;
        Some((segment, usize::try_from(number - segment.first).ok()?))
    }

    /// The segment whose first row has this number.
    pub(crate) fn segment_at(&self, first: u64) -> Option<&Segment> {
        self.segment_of(first).filter(|segment| segment.first == first)
    }

    pub(crate) fn segments_from(&self, number: u64) -> impl Iterator<Item = &Segment> {
        let start = self.segments.partition_point(|segment| segment.next() <= number);
        self.segments.range(start..)
    }

    fn segment_of(&self, number: u64) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.first <= number);
        self.segments.get(after.checked_sub(1)?).filter(|segment| number < segment.next())
    }

    fn sequence(&self, row: u64, facts: &Facts) -> u64 {
        let device = self.origins.pair(facts.origin).map_or(0, |pair| usize::from(pair.device));
        self.numberings.get(device).map_or(0, |numbering| numbering.of_row(row, facts.step))
    }

    fn numbering(&mut self, origin: u16) -> &mut Numbering {
        let device = self.origins.pair(origin).map_or(0, |pair| usize::from(pair.device));
        if device >= self.numberings.len() {
            self.numberings.resize_with(device + 1, Numbering::default);
        }
        &mut self.numberings[device]
    }

    /// The segment the next row goes to; a full one, or one too far away, is settled and the oldest make room.
    fn open_segment(&mut self, at_ms: i64) -> &mut Segment {
        let full_rows = (self.capacity.rows / 8).clamp(1, 4096);
        let full_bytes = (self.capacity.bytes / 8).clamp(1, SEGMENT_BYTES);
        let full = self
            .segments
            .back()
            .is_none_or(|last| last.len() >= full_rows || last.bytes() >= full_bytes || !last.takes(at_ms));
        if full {
            if let Some(last) = self.segments.back_mut() {
                last.settle();
            }
            self.settled_bytes = self.bytes();
            self.segments.push_back(Segment::starting_at(self.next));
        }
        let last = self.segments.len() - 1;
        &mut self.segments[last]
    }

    fn count_row(&mut self) {
        self.rows += 1;
        self.next += 1;
        while self.segments.len() > 1 && (self.rows > self.capacity.rows || self.bytes() > self.capacity.bytes) {
            let Some(oldest) = self.segments.pop_front() else { return };
            self.settled_bytes -= oldest.bytes();
            self.rows -= oldest.len();
            self.trimmed += oldest.len() as u64;
            self.forget(&oldest);
        }
    }

    /// Counts a segment's rows no longer.
    fn forget(&mut self, segment: &Segment) {
        for (flags, origin) in segment.flags(0).iter().zip(segment.origins(0)).filter(|(flags, _)| !flags.is_gap()) {
            self.level_rows[flags.level() as usize] -= 1;
            self.origins.uncount(*origin);
        }
    }
}

fn spans(starts: &[(u32, u32, Style)], length: usize) -> Vec<Span> {
    let ends = starts.iter().skip(1).map(|it| it.1 as usize).chain([length]);
    starts
        .iter()
        .zip(ends)
        .map(|(&(_, start, style), end)| Span { start: start as usize, end, style })
        .filter(|span| span.style != Style::PLAIN && span.start < span.end)
        .collect()
}
