//! The log itself: a bounded run of rows that is appended to in batches and trimmed from the front.

use std::collections::VecDeque;

use crate::ansi;
use crate::level::Level;
use crate::line::{Flags, Gap, Line, Row, SUPERVISOR, Span};
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

/// How many rows a source or a level has in the log now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCount<'a> {
    pub source: &'a str,
    pub rows: usize,
}

/// Most different sources told apart; a device has far fewer services. Later names are all kept as one.
const MAX_SOURCES: usize = 512;
const OVERFLOW_SOURCE: &str = "other services";

/// See the module's sentence. Rows are numbered from 0 for the log's life; [`Log::first`] moves on as rows are trimmed.
#[derive(Debug, Clone)]
pub struct Log {
    capacity: Capacity,
    segments: VecDeque<Segment>,
    /// Bytes of every segment but the last, which still grows.
    settled_bytes: usize,
    rows: usize,
    next: u64,
    last_sequence: Option<u64>,
    epoch: u64,
    trimmed: u64,
    sources: Vec<String>,
    source_rows: Vec<usize>,
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
            last_sequence: None,
            epoch: 0,
            trimmed: 0,
            sources: Vec::new(),
            source_rows: Vec::new(),
            level_rows: [0; 4],
            styles: Vec::new(),
        }
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

    /// The sequence number of the last line taken: where to resume.
    pub fn last_sequence(&self) -> Option<u64> {
        self.last_sequence
    }

    /// Bytes held: texts and the fixed part of each row.
    pub fn bytes(&self) -> usize {
        self.settled_bytes + self.segments.back().map_or(0, Segment::bytes)
    }

    /// Adds lines in order. A line at or below the last sequence number is skipped: it was seen already.
    /// Answers how many were new.
    pub fn append<'a>(&mut self, lines: impl IntoIterator<Item = Line<'a>>) -> usize {
        let mut added = 0;
        for line in lines {
            if line.sequence.is_some() {
                if line.sequence <= self.last_sequence {
                    continue;
                }
                self.last_sequence = line.sequence;
            }
            let source = self.intern(if line.source.is_empty() { SUPERVISOR } else { line.source });
            let mut styles = std::mem::take(&mut self.styles);
            styles.clear();
            let sequence = self.last_sequence.unwrap_or_default();
            let segment = self.open_segment(sequence, line.at_ms);
            let start = segment.arena.len();
            ansi::clean(line.text, &mut segment.arena, &mut styles);
            let level = Level::detect(segment.arena.get(start..).unwrap_or_default());
            let facts = Facts { sequence, at_ms: line.at_ms, source, flags: Flags::of(&line, level) };
            segment.close_row(facts, &styles);
            self.styles = styles;
            self.level_rows[level as usize] += 1;
            self.source_rows[usize::from(source)] += 1;
            self.count_row();
            added += 1;
        }
        added
    }

    /// Says that `lost` lines (or nobody knows how many) never arrived. Two gaps in a row become one.
    pub fn gap(&mut self, lost: Option<u64>, at_ms: i64) {
        let mut lost = lost;
        if let Some(last) = self.next.checked_sub(1).and_then(|number| self.row(number))
            && let Some(before) = last.gap
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
        let sequence = self.last_sequence.unwrap_or_default();
        let segment = self.open_segment(sequence, at_ms);
        if let Some(lost) = lost {
            segment.arena.push_str(&lost.to_string());
        }
        segment.close_row(Facts { sequence, at_ms, source: u16::MAX, flags: Flags::gap() }, &[]);
        self.count_row();
    }

    /// The server counts anew from here on: rows stay, the next line is taken whatever its number.
    pub fn restart_sequence(&mut self) {
        self.last_sequence = None;
    }

    /// Forgets every row. The sequence is kept, so that what was seen does not come back.
    pub fn clear(&mut self) {
        self.segments.clear();
        self.settled_bytes = 0;
        self.rows = 0;
        self.level_rows = [0; 4];
        self.source_rows.fill(0);
        self.epoch += 1;
    }

    /// The row of that number, while it is held.
    pub fn row(&self, number: u64) -> Option<Row<'_>> {
        let segment = self.segment_of(number)?;
        let index = usize::try_from(number - segment.first).ok()?;
        let facts = segment.facts(index)?;
        let text = segment.text(index);
        let gap = facts.flags.is_gap().then(|| text.parse().map_or(Gap::Uncounted, Gap::Lines));
        Some(Row {
            number,
            sequence: facts.sequence,
            at_ms: facts.at_ms,
            source: self.source_name(facts.source),
            text: if gap.is_some() { "" } else { text },
            spans: spans(segment.styles(index), text.len()),
            level: facts.flags.level(),
            stderr: facts.flags.is_stderr(),
            system: facts.flags.is_system(),
            gap,
        })
    }

    /// Sources seen so far with the rows each has now, in the order they first wrote.
    pub fn sources(&self) -> impl Iterator<Item = SourceCount<'_>> {
        self.sources.iter().zip(&self.source_rows).map(|(source, rows)| SourceCount { source, rows: *rows })
    }

    /// Rows of exactly this level.
    pub fn rows_of_level(&self, level: Level) -> usize {
        self.level_rows[level as usize]
    }

    pub(crate) fn source_names(&self) -> &[String] {
        &self.sources
    }

    pub(crate) fn segments_from(&self, number: u64) -> impl Iterator<Item = &Segment> {
        let start = self.segments.partition_point(|segment| segment.next() <= number);
        self.segments.range(start..)
    }

    fn segment_of(&self, number: u64) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.first <= number);
        self.segments.get(after.checked_sub(1)?).filter(|segment| number < segment.next())
    }

    fn source_name(&self, source: u16) -> &str {
        self.sources.get(usize::from(source)).map_or("", String::as_str)
    }

    fn intern(&mut self, name: &str) -> u16 {
        let found = self.sources.iter().position(|known| known == name);
        let index = found.unwrap_or_else(|| {
            let name = if self.sources.len() + 1 < MAX_SOURCES { name } else { OVERFLOW_SOURCE };
            self.sources.iter().position(|known| known == name).unwrap_or_else(|| {
                self.sources.push(name.to_owned());
                self.source_rows.push(0);
                self.sources.len() - 1
            })
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// The segment the next row goes to; a full one, or one too far away, is settled and the oldest make room.
    fn open_segment(&mut self, sequence: u64, at_ms: i64) -> &mut Segment {
        let full_rows = (self.capacity.rows / 8).clamp(1, 4096);
        let full_bytes = (self.capacity.bytes / 8).clamp(1, SEGMENT_BYTES);
        let full = self
            .segments
            .back()
            .is_none_or(|last| last.len() >= full_rows || last.bytes() >= full_bytes || !last.takes(sequence, at_ms));
        if full {
            self.settled_bytes = self.bytes();
            if let Some(last) = self.segments.back_mut() {
                last.settle();
            }
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
            for facts in (0..oldest.len()).filter_map(|index| oldest.facts(index)).filter(|it| !it.flags.is_gap()) {
                self.level_rows[facts.flags.level() as usize] -= 1;
                if let Some(rows) = self.source_rows.get_mut(usize::from(facts.source)) {
                    *rows -= 1;
                }
            }
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
