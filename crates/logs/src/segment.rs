//! A run of rows in one byte arena: the unit the log grows and is trimmed by, so that trimming never moves a byte.

use crate::column::Column;
use crate::line::Flags;
use crate::style::Style;
use crate::trigrams::{Sought, Trigrams};

/// Most text bytes of one segment (a row may pass it: the check is made before a row is added).
pub(crate) const SEGMENT_BYTES: usize = 256 * 1024;

/// Rows from `first` on. Texts lie end to end in `arena`, each closed by a line feed, which no text can hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Segment {
    /// The number of the first row.
    pub(crate) first: u64,
    pub(crate) arena: String,
    /// Where each text ends (its line feed is at that offset).
    ends: Vec<u32>,
    /// What times are counted from: that of the first row.
    base: i64,
    /// Sequence numbers as steps (see `numbering`).
    steps: Column,
    /// What the other clock shows more, in milliseconds.
    skews: Column,
    times: Column,
    origins: Vec<u16>,
    flags: Vec<Flags>,
    /// Style changes as (row in the segment, offset in its text, style), in order.
    styles: Vec<(u32, u32, Style)>,
    /// Once rows come no more.
    trigrams: Option<Trigrams>,
}

/// The fixed-size facts of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) step: u32,
    pub(crate) at_ms: i64,
    pub(crate) skew_ms: i32,
    pub(crate) origin: u16,
    pub(crate) flags: Flags,
}

impl Segment {
    pub(crate) fn starting_at(first: u64) -> Self {
        Self { first, ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number after the last row's.
    pub(crate) fn next(&self) -> u64 {
        self.first + self.ends.len() as u64
    }

    /// Bytes this segment stands for: itself, its texts and the fixed part of each row.
    pub(crate) fn bytes(&self) -> usize {
        let row = size_of::<u32>() + size_of::<u16>() + size_of::<Flags>();
        let columns = self.steps.bytes() + self.skews.bytes() + self.times.bytes();
        let trigrams = self.trigrams.as_ref().map_or(0, Trigrams::bytes);
        size_of::<Self>()
            + self.arena.len()
            + self.ends.len() * row
            + columns
            + size_of_val(self.styles.as_slice())
            + trigrams
    }

    /// Whether a row fits here: its time is near enough to the first one's (24 days).
    pub(crate) fn takes(&self, at_ms: i64) -> bool {
        self.ends.is_empty() || self.near(at_ms).is_some()
    }

    fn near(&self, at_ms: i64) -> Option<i32> {
        i32::try_from(at_ms.checked_sub(self.base)?).ok()
    }

    /// Gives back what was held for rows that come no more.
    pub(crate) fn settle(&mut self) {
        self.arena.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.steps.settle();
        self.skews.settle();
        self.times.settle();
        self.origins.shrink_to_fit();
        self.flags.shrink_to_fit();
        self.styles.shrink_to_fit();
        self.trigrams = Some(Trigrams::of(self.arena.as_bytes()));
    }

    /// Where a text may begin: parts of the arena, from the first offset to before the second, in order.
    pub(crate) fn may_begin(&self, sought: &Sought) -> impl Iterator<Item = (usize, usize)> {
        let parts = self.trigrams.as_ref().and_then(|trigrams| trigrams.may_begin(sought));
        let whole = parts.is_none().then_some((0, self.arena.len()));
        parts.into_iter().flatten().chain(whole)
    }

    /// Adds a row whose text was already appended to `arena` (without its line feed). It [fits](Self::takes).
    pub(crate) fn close_row(&mut self, facts: Facts, styles: &[(u32, Style)]) {
        if self.ends.is_empty() {
            self.base = facts.at_ms;
        }
        let at = self.near(facts.at_ms).unwrap_or_default();
        let row = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.styles.extend(styles.iter().map(|&(at, style)| (row, at, style)));
        // An arena is at most `SEGMENT_BYTES` and one row long.
        self.ends.push(u32::try_from(self.arena.len()).unwrap_or(u32::MAX));
        self.arena.push('\n');
        self.steps.push(facts.step);
        self.skews.push(facts.skew_ms.cast_unsigned());
        self.times.push(at.cast_unsigned());
        self.origins.push(facts.origin);
        self.flags.push(facts.flags);
        self.trigrams = None;
    }

    /// Takes the last row away again (a gap that grows is written anew).
    pub(crate) fn reopen_last(&mut self) {
        if self.ends.pop().is_some() {
            let start = self.ends.last().map_or(0, |end| *end as usize + 1);
            self.arena.truncate(start);
            self.steps.pop();
            self.skews.pop();
            self.times.pop();
            self.origins.pop();
            self.flags.pop();
            self.trigrams = None;
            let rows = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            while self.styles.last().is_some_and(|it| it.0 >= rows) {
                self.styles.pop();
            }
        }
    }

    pub(crate) fn start(&self, index: usize) -> usize {
        index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize + 1)
    }

    pub(crate) fn text(&self, index: usize) -> &str {
        let end = self.ends.get(index).map_or(0, |end| *end as usize);
        self.arena.get(self.start(index)..end).unwrap_or_default()
    }

    /// The arena up to where that row's text ends.
    pub(crate) fn until_end(&self, index: usize) -> &[u8] {
        let end = self.ends.get(index).map_or(0, |end| *end as usize);
        self.arena.as_bytes().get(..end).unwrap_or_default()
    }

    /// The row whose text holds the byte at `offset`, looked for from row `from` on.
    pub(crate) fn row_at(&self, offset: usize, from: usize) -> usize {
        let ends = self.ends.get(from..).unwrap_or_default();
        let is_before = |end: &u32| (*end as usize) < offset;
        if !ends.first().is_some_and(is_before) {
            return from;
        }
        // Where many rows hold a text, the next one is near: a few are counted without a branch.
        let (near, far) = ends.split_at(ends.len().min(16));
        let before = near.iter().map(|end| usize::from(is_before(end))).sum::<usize>();
        let rest = if before < near.len() { 0 } else { far.partition_point(is_before) };
        from + before + rest
    }

    pub(crate) fn facts(&self, index: usize) -> Option<Facts> {
        Some(Facts {
            step: self.steps.at(index),
            at_ms: self.at_ms(index),
            skew_ms: self.skews.at(index).cast_signed(),
            origin: *self.origins.get(index)?,
            flags: *self.flags.get(index)?,
        })
    }

    /// Of one row: milliseconds since the Unix epoch, and flags.
    pub(crate) fn time_and_flags(&self, index: usize) -> Option<(i64, Flags)> {
        Some((self.at_ms(index), *self.flags.get(index)?))
    }

    fn at_ms(&self, index: usize) -> i64 {
        self.base + i64::from(self.times.at(index).cast_signed())
    }

    pub(crate) fn flags_and_origin(&self, index: usize) -> Option<(Flags, u16)> {
        Some((*self.flags.get(index)?, *self.origins.get(index)?))
    }

    /// Flags of the rows from `from` on.
    pub(crate) fn flags(&self, from: usize) -> &[Flags] {
        self.flags.get(from..).unwrap_or_default()
    }

    /// Whether any of the rows from `from` on is a gap.
    pub(crate) fn has_gap(&self, from: usize) -> bool {
        // All of them, without a branch: that is done in vectors.
        self.flags(from).iter().fold(false, |any, flags| any | flags.is_gap())
    }

    /// Origins of the rows from `from` on.
    pub(crate) fn origins(&self, from: usize) -> &[u16] {
        self.origins.get(from..).unwrap_or_default()
    }

    /// Times of the rows from `from` on, in milliseconds since the Unix epoch.
    pub(crate) fn times(&self, from: usize) -> impl Iterator<Item = i64> {
        (from..self.len()).map(|index| self.at_ms(index))
    }

    /// Style changes of one row.
    pub(crate) fn styles(&self, index: usize) -> &[(u32, u32, Style)] {
        let row = u32::try_from(index).unwrap_or(u32::MAX);
        let start = self.styles.partition_point(|it| it.0 < row);
        let end = self.styles.partition_point(|it| it.0 <= row);
        self.styles.get(start..end).unwrap_or_default()
    }
}
