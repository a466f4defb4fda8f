//! The rows a filter leaves, kept up to date by looking at new rows only.

use std::collections::VecDeque;

use crate::filter::Filter;
use crate::log::Log;
use crate::matcher::Matcher;
use crate::part::{Marks, Part};
use crate::pattern::BadPattern;
use crate::segment::Segment;
use crate::sieve::Sieve;

/// Row numbers that pass a [`Filter`], and which of them hold its text. [`View::sync`] after every append.
///
/// A bit a row: what passes costs an eighth of a megabyte for a million rows, whatever the filter.
#[derive(Debug, Clone)]
pub struct View {
    filter: Filter,
    sieve: Sieve,
    problem: Option<BadPattern>,
    epoch: u64,
    /// One for each segment of the log, the oldest first.
    parts: VecDeque<Part>,
}

impl View {
    /// A filter whose expression is none finds nothing; [`View::problem`] says why.
    pub fn new(filter: Filter) -> Self {
        let (sieve, problem) = Sieve::new(&filter);
        Self { filter, sieve, problem, epoch: 0, parts: VecDeque::new() }
    }

    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What is wrong with an expression of the filter.
    pub fn problem(&self) -> Option<&BadPattern> {
        self.problem.as_ref()
    }

    /// What to highlight in a row, if a text is looked for.
    pub fn finder(&self) -> Option<&Matcher> {
        self.sieve.finder()
    }

    /// Takes another filter and looks at every row anew. Nothing is done if it is the same one.
    pub fn refilter(&mut self, filter: Filter, log: &Log) {
        if filter != self.filter {
            *self = Self::new(filter);
        }
        self.sync(log);
    }

    /// Forgets rows the log has trimmed and looks at rows it has gained.
    pub fn sync(&mut self, log: &Log) {
        if self.epoch != log.epoch() {
            self.parts.clear();
            self.epoch = log.epoch();
        }
        while self.parts.front().is_some_and(|part| part.first < log.first()) {
            self.parts.pop_front();
        }
        self.sieve.learn(log.origins(), &self.filter);
        // A gap that grew took its number back, perhaps into the next segment.
        if let Some(last) = self.parts.back_mut()
            && let Some(segment) = log.segment_at(last.first)
        {
            last.cut(segment.len());
        }
        let seen = self.parts.back().map_or_else(|| log.first(), Part::next);
        for segment in log.segments_from(seen) {
            self.look_at(segment);
        }
    }

    fn look_at(&mut self, segment: &Segment) {
        if self.parts.back().is_none_or(|last| last.first != segment.first) {
            self.parts.push_back(Part::after(self.parts.back(), segment.first));
        }
        if let Some(last) = self.parts.back_mut() {
            self.sieve.sift(segment, last);
        }
    }

    /// How many rows pass.
    pub fn len(&self) -> usize {
        self.count(|part| &part.shown)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of the row at `position` among those that pass.
    pub fn number(&self, position: usize) -> Option<u64> {
        self.nth(position, |part| &part.shown)
    }

    /// Where a row stands among those that pass: `Ok` if it is one, else `Err` with the place of the next one.
    pub fn position(&self, number: u64) -> Result<usize, usize> {
        self.place(number, |part| &part.shown)
    }

    /// How many of them hold the text.
    pub fn hits(&self) -> usize {
        self.count(|part| &part.hits)
    }

    /// The number of the `index`th row with the text.
    pub fn hit(&self, index: usize) -> Option<u64> {
        self.nth(index, |part| &part.hits)
    }

    /// The index of the hit at `number`, or of the next one after it as `Err`.
    pub fn hit_position(&self, number: u64) -> Result<usize, usize> {
        self.place(number, |part| &part.hits)
    }

    /// The parts with their segments.
    pub(crate) fn parts<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = (&'a Part, &'a Segment)> {
        self.parts.iter().filter_map(|part| Some((part, log.segment_at(part.first)?)))
    }

    fn count(&self, of: impl Fn(&Part) -> &Marks) -> usize {
        match (self.parts.front(), self.parts.back()) {
            (Some(first), Some(last)) => of(last).before + of(last).count - of(first).before,
            _ => 0,
        }
    }

    fn nth(&self, position: usize, of: impl Fn(&Part) -> &Marks) -> Option<u64> {
        let first = of(self.parts.front()?).before;
        let at = self.parts.partition_point(|part| of(part).before - first <= position).checked_sub(1)?;
        let part = self.parts.get(at)?;
        let marks = of(part);
        Some(part.first + marks.bits.select(position - (marks.before - first))? as u64)
    }

    fn place(&self, number: u64, of: impl Fn(&Part) -> &Marks) -> Result<usize, usize> {
        let Some(first) = self.parts.front().map(|part| of(part).before) else { return Err(0) };
        let Some(at) = self.parts.partition_point(|part| part.first <= number).checked_sub(1) else { return Err(0) };
        let Some(part) = self.parts.get(at) else { return Err(0) };
        let marks = of(part);
        let row = usize::try_from(number - part.first).unwrap_or(usize::MAX);
        let place = marks.before - first + marks.bits.rank(row);
        if marks.bits.has(row) { Ok(place) } else { Err(place) }
    }
}
