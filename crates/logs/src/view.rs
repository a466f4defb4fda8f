//! The rows a filter leaves, kept up to date by looking at new rows only.

use std::collections::VecDeque;

use crate::filter::Filter;
use crate::level::Level;
use crate::log::Log;
use crate::needle::Needle;
use crate::segment::Segment;

/// Row numbers that pass a [`Filter`], and which of them hold its text. [`View::sync`] after every append.
#[derive(Debug, Clone)]
pub struct View {
    filter: Filter,
    needle: Option<Needle>,
    epoch: u64,
    /// Row numbers below this have been looked at.
    seen: u64,
    /// Row numbers minus `base`.
    rows: VecDeque<u32>,
    hits: VecDeque<u32>,
    base: u64,
    shown_sources: Vec<bool>,
}

impl View {
    pub fn new(filter: Filter) -> Self {
        let needle = Needle::new(&filter.text, filter.match_case);
        Self {
            filter,
            needle,
            epoch: 0,
            seen: 0,
            rows: VecDeque::new(),
            hits: VecDeque::new(),
            base: 0,
            shown_sources: Vec::new(),
        }
    }

    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What to highlight in a row, if a text is looked for.
    pub fn needle(&self) -> Option<&Needle> {
        self.needle.as_ref()
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
        // A gap that grew took its number back and gave it out again; a cleared log starts anew.
        let overflow = log.next().saturating_sub(self.base) > u64::from(u32::MAX);
        if self.epoch != log.epoch() || overflow {
            *self = Self::new(std::mem::take(&mut self.filter));
            self.epoch = log.epoch();
            self.base = log.first();
        }
        let first = log.first();
        for numbers in [&mut self.rows, &mut self.hits] {
            while numbers.front().is_some_and(|number| self.base + u64::from(*number) < first) {
                numbers.pop_front();
            }
        }
        for name in log.source_names().iter().skip(self.shown_sources.len()) {
            self.shown_sources.push(self.filter.shows_source(name));
        }
        self.seen = self.seen.max(first).max(self.base);
        for segment in log.segments_from(self.seen) {
            let from = usize::try_from(self.seen.saturating_sub(segment.first)).unwrap_or(usize::MAX);
            self.scan(segment, from);
            self.seen = segment.next();
        }
    }

    /// How many rows pass.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of the row at `position` among those that pass.
    pub fn number(&self, position: usize) -> Option<u64> {
        self.rows.get(position).map(|number| self.base + u64::from(*number))
    }

    /// Where a row stands among those that pass: `Ok` if it is one, else `Err` with the place of the next one.
    pub fn position(&self, number: u64) -> Result<usize, usize> {
        find(&self.rows, self.base, number)
    }

    /// How many of them hold the text.
    pub fn hits(&self) -> usize {
        self.hits.len()
    }

    /// The number of the `index`th row with the text.
    pub fn hit(&self, index: usize) -> Option<u64> {
        self.hits.get(index).map(|number| self.base + u64::from(*number))
    }

    /// The index of the hit at `number`, or of the next one after it as `Err`.
    pub fn hit_position(&self, number: u64) -> Result<usize, usize> {
        find(&self.hits, self.base, number)
    }

    fn scan(&mut self, segment: &Segment, from: usize) {
        let mut matched = Vec::new();
        if let Some(needle) = &self.needle {
            let start = segment.start(from);
            let mut row = from;
            needle.scan(segment.arena.as_bytes().get(start..).unwrap_or_default(), |at| {
                row = segment.row_at(start + at, row);
                matched.push(row);
                row += 1;
                segment.start(row).checked_sub(start).filter(|next| *next > at)
            });
        }
        let mut matched = matched.into_iter().peekable();
        let only = self.filter.only_matches && self.needle.is_some();
        for index in from..segment.len() {
            let Some(facts) = segment.facts(index) else { break };
            let is_gap = facts.flags.is_gap();
            let holds = matched.next_if_eq(&index).is_some() && !is_gap;
            let passes = if is_gap {
                !only
            } else {
                (holds || !only)
                    && (self.filter.min_level == Level::Debug || facts.flags.level() >= self.filter.min_level)
                    && self.shown_sources.get(usize::from(facts.source)).copied().unwrap_or(true)
            };
            if passes {
                let number = u32::try_from(segment.first + index as u64 - self.base).unwrap_or(u32::MAX);
                self.rows.push_back(number);
                if holds {
                    self.hits.push_back(number);
                }
            }
        }
    }
}

fn find(numbers: &VecDeque<u32>, base: u64, number: u64) -> Result<usize, usize> {
    let wanted = number.checked_sub(base).ok_or(0_usize)?;
    let wanted = u32::try_from(wanted).map_err(|_| numbers.len())?;
    numbers.binary_search(&wanted)
}
