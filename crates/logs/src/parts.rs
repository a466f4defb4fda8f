//! What a view knows of all segments, and the two questions of a window over them: which row is the nth, and where a row stands.

use std::collections::VecDeque;

use crate::part::{Marks, Part};

/// One part for each segment of the log, the oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts(pub(crate) VecDeque<Part>);

/// One of the marks of a part.
pub(crate) type Of = fn(&Part) -> &Marks;

impl Parts {
    /// How many rows are marked.
    pub(crate) fn count(&self, of: Of) -> usize {
        match (self.0.front(), self.0.back()) {
            (Some(first), Some(last)) => of(last).before + of(last).count - of(first).before,
            _ => 0,
        }
    }

    /// The number of the marked row at `position`.
    pub(crate) fn nth(&self, position: usize, of: Of) -> Option<u64> {
        let first = of(self.0.front()?).before;
        let at = self.0.partition_point(|part| of(part).before - first <= position).checked_sub(1)?;
        let part = self.0.get(at)?;
        let marks = of(part);
        Some(part.first + marks.bits.select(position - (marks.before - first))? as u64)
    }

    /// How many marked rows are before `number`; `Ok` if it is one itself.
    pub(crate) fn place(&self, number: u64, of: Of) -> Result<usize, usize> {
        let (Some(first), Some(at)) = (self.0.front(), self.around(number)) else { return Err(0) };
        let Some(part) = self.0.get(at) else { return Err(0) };
        let marks = of(part);
        let row = part.row(number);
        let place = marks.before - of(first).before + marks.bits.rank(row);
        if marks.bits.has(row) { Ok(place) } else { Err(place) }
    }

    /// The number of the last marked row before `number`.
    pub(crate) fn last_before(&self, number: u64, of: Of) -> Option<u64> {
        self.0.iter().rev().find_map(|part| {
            let row = of(part).bits.last_below(part.row(number))?;
            Some(part.first + row as u64)
        })
    }

    /// The number of the first marked row at or after `number`.
    pub(crate) fn first_from(&self, number: u64, of: Of) -> Option<u64> {
        let start = self.around(number).unwrap_or_default();
        self.0.range(start.min(self.0.len())..).find_map(|part| {
            let row = of(part).bits.iter_from(part.row(number)).next()?;
            Some(part.first + row as u64)
        })
    }

    /// Counts anew how many are marked before each part, after marks have changed in the midst of them.
    pub(crate) fn recount(&mut self, of: fn(&mut Part) -> &mut Marks) {
        let mut before = 0;
        for part in &mut self.0 {
            let marks = of(part);
            marks.before = before;
            before += marks.count;
        }
    }

    /// The part in which the row of that number is.
    pub(crate) fn around_mut(&mut self, number: u64) -> Option<&mut Part> {
        let at = self.around(number)?;
        self.0.get_mut(at)
    }

    /// The last part that begins at or before `number`.
    fn around(&self, number: u64) -> Option<usize> {
        self.0.partition_point(|part| part.first <= number).checked_sub(1)
    }
}
