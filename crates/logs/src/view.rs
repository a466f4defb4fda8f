//! The rows a filter leaves, kept up to date by looking at new rows only.

use crate::filter::Filter;
use crate::folding::{self, Alike, Folding};
use crate::log::Log;
use crate::matcher::Matcher;
use crate::part::Part;
use crate::parts::{Of, Parts};
use crate::pattern::BadPattern;
use crate::segment::Segment;
use crate::sieve::Sieve;

/// Row numbers that pass a [`Filter`], and which of them hold its text. [`View::sync`] after every append.
///
/// A bit a row: what passes costs an eighth of a megabyte for a million rows, whatever the filter.
///
/// Where rows are [folded](View::set_folding), positions are those of the first rows of groups, and of all rows of open groups.
#[derive(Debug, Clone)]
pub struct View {
    filter: Filter,
    sieve: Sieve,
    problem: Option<BadPattern>,
    epoch: u64,
    parts: Parts,
    folding: Option<Folding>,
}

const SHOWN: Of = |part| &part.shown;
const HITS: Of = |part| &part.hits;
const PLACED: Of = |part| &part.placed;

impl View {
    /// A filter whose expression is none finds nothing; [`View::problem`] says why. Nothing is folded.
    pub fn new(filter: Filter) -> Self {
        let (sieve, problem) = Sieve::new(&filter);
        Self { filter, sieve, problem, epoch: 0, parts: Parts::default(), folding: None }
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

    /// Takes another filter and looks at every row anew. Nothing is done if it is the same one. What is folded stays so, and
    /// groups that begin with the same row stay open.
    pub fn refilter(&mut self, filter: Filter, log: &Log) {
        if filter != self.filter {
            *self = Self { folding: self.folding.take(), epoch: self.epoch, ..Self::new(filter) };
        }
        self.sync(log);
    }

    /// Whether rows that follow each other, and are the same but for their numbers, are one group: of the same source, level and
    /// stream, of any device. Every row that passes is looked at once when it is set. Syncs.
    pub fn set_folding(&mut self, is_folding: bool, log: &Log) {
        self.sync(log);
        if is_folding == self.folding.is_some() {
            return;
        }
        self.folding = is_folding.then(Folding::default);
        for part in &mut self.parts.0 {
            part.unfold();
        }
        if let Some(folding) = &self.folding {
            for at in 0..self.parts.0.len() {
                folding.look(&mut self.parts, log, at, 0);
            }
        }
        folding::recount(&mut self.parts);
    }

    pub fn is_folding(&self) -> bool {
        self.folding.is_some()
    }

    /// Forgets rows the log has trimmed and looks at rows it has gained.
    pub fn sync(&mut self, log: &Log) {
        if self.epoch != log.epoch() {
            self.parts.0.clear();
            self.epoch = log.epoch();
            if let Some(folding) = &mut self.folding {
                folding.forget_all();
            }
        }
        let had = self.parts.0.len();
        while self.parts.0.pop_front_if(|part| part.first < log.first()).is_some() {}
        self.sieve.learn(log.origins(), &self.filter);
        // A gap that grew took its number back, perhaps into the next segment, and its time may be another.
        if let Some(last) = self.parts.0.back_mut()
            && let Some(segment) = log.segment_at(last.first)
        {
            let is_gap = |row: usize| segment.flags(row).first().is_some_and(|flags| flags.is_gap());
            last.cut(segment.len());
            last.cut(last.seen.checked_sub(1).filter(|row| is_gap(*row)).unwrap_or(last.seen));
        }
        if self.parts.0.len() < had
            && let Some(folding) = &mut self.folding
        {
            folding.forget_before(&mut self.parts, log.first());
        }
        let seen = self.parts.0.back().map_or_else(|| log.first(), Part::next);
        for segment in log.segments_from(seen) {
            self.look_at(segment, log);
        }
    }

    fn look_at(&mut self, segment: &Segment, log: &Log) {
        let parts = &mut self.parts.0;
        if parts.back().is_none_or(|last| last.first != segment.first) {
            parts.push_back(Part::after(parts.back(), segment.first));
        }
        if let Some(last) = parts.back_mut() {
            let from = last.seen;
            self.sieve.sift(segment, last);
            if let Some(folding) = &self.folding {
                let at = parts.len() - 1;
                folding.look(&mut self.parts, log, at, from);
            }
        }
    }

    /// How many rows take a position: those that pass, or what is not folded away of them.
    pub fn len(&self) -> usize {
        self.parts.count(self.placing())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of the row at `position`.
    pub fn number(&self, position: usize) -> Option<u64> {
        self.parts.nth(position, self.placing())
    }

    /// Where a row stands: `Ok` if it has a position, else `Err` with that of the next one; for a row that passes and is folded
    /// away, `Err` with the position of its head ([`View::head`]).
    pub fn position(&self, number: u64) -> Result<usize, usize> {
        self.parts.place(number, self.placing()).map_err(|next| {
            let is_folded_away = self.folding.is_some() && self.parts.place(number, SHOWN).is_ok();
            if is_folded_away { next.saturating_sub(1) } else { next }
        })
    }

    /// How many rows pass, folded away or not.
    pub fn rows(&self) -> usize {
        self.parts.count(SHOWN)
    }

    /// The numbers of all rows that pass, in order, folded away or not.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.parts.0.iter().flat_map(|part| part.shown.bits.iter().map(|row| part.first + row as u64))
    }

    /// The first row of the group a row belongs to, perhaps the row itself; none for one that does not pass or where nothing is
    /// folded. To step to a hit inside a group, [unfold](View::unfold) its head.
    pub fn head(&self, number: u64) -> Option<u64> {
        self.folding.as_ref()?;
        Folding::head(&self.parts, number)
    }

    /// What the head of that number stands for, open or not; none if it stands for itself alone or is no head.
    ///
    /// Looks at the rows of the group where the log is of several devices (some two milliseconds a million).
    pub fn alike(&self, number: u64, log: &Log) -> Option<Alike> {
        self.folding.as_ref()?;
        Folding::alike(&self.parts, log, number)
    }

    /// Opens the group of a row: all its rows take positions, also those that come later.
    pub fn unfold(&mut self, number: u64) {
        self.set_open(number, true);
    }

    /// Closes the group of a row again.
    pub fn fold(&mut self, number: u64) {
        self.set_open(number, false);
    }

    /// Whether the group of that head is open.
    pub fn is_unfolded(&self, number: u64) -> bool {
        self.folding.as_ref().is_some_and(|folding| folding.is_open(&self.parts, number))
    }

    fn set_open(&mut self, number: u64, is_open: bool) {
        if let Some(head) = self.head(number)
            && let Some(folding) = &mut self.folding
        {
            folding.set_open(&mut self.parts, head, is_open);
        }
    }

    /// How many of the rows that pass hold the text, folded away or not.
    pub fn hits(&self) -> usize {
        self.parts.count(HITS)
    }

    /// The number of the `index`th row with the text.
    pub fn hit(&self, index: usize) -> Option<u64> {
        self.parts.nth(index, HITS)
    }

    /// The index of the hit at `number`, or of the next one after it as `Err`.
    pub fn hit_position(&self, number: u64) -> Result<usize, usize> {
        self.parts.place(number, HITS)
    }

    /// The parts with their segments.
    pub(crate) fn parts<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = (&'a Part, &'a Segment)> {
        self.parts.0.iter().filter_map(|part| Some((part, log.segment_at(part.first)?)))
    }

    fn placing(&self) -> Of {
        if self.folding.is_some() { PLACED } else { SHOWN }
    }
}
