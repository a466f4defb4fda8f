//! What a view knows of one segment: which of its rows pass, and which of those hold the text.

use crate::bits::Bits;

/// One segment's rows, as far as they were looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    /// The number of the segment's first row.
    pub(crate) first: u64,
    /// How many rows were looked at.
    pub(crate) seen: usize,
    pub(crate) shown: Marks,
    pub(crate) hits: Marks,
}

/// Marked rows, and how many were marked in the parts before since the view was made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    pub(crate) bits: Bits,
    pub(crate) count: usize,
    pub(crate) before: usize,
}

impl Marks {
    fn after(last: Option<&Self>) -> Self {
        Self { before: last.map_or(0, |last| last.before + last.count), ..Self::default() }
    }

    pub(crate) fn set(&mut self, row: usize) {
        self.bits.set(row);
        self.count += 1;
    }

    fn cut(&mut self, rows: usize) {
        self.bits.cut(rows);
        self.count = self.bits.count();
    }
}

impl Part {
    /// The next part, for the segment that begins with row `first`.
    pub(crate) fn after(last: Option<&Self>, first: u64) -> Self {
        let (shown, hits) = (last.map(|last| &last.shown), last.map(|last| &last.hits));
        Self { first, seen: 0, shown: Marks::after(shown), hits: Marks::after(hits) }
    }

    /// The number of the first row that was not looked at.
    pub(crate) fn next(&self) -> u64 {
        self.first + self.seen as u64
    }

    /// The segment has only so many rows (any more).
    pub(crate) fn cut(&mut self, rows: usize) {
        if rows < self.seen {
            self.seen = rows;
            self.shown.cut(rows);
            self.hits.cut(rows);
        }
    }
}
