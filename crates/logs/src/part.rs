//! What a view knows of one segment: which of its rows pass, which of those hold the text, and which take a position.

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
    /// Of the shown rows, the first of each group. Like `placed` it is empty while nothing is folded.
    pub(crate) heads: Marks,
    /// Of the shown rows, the heads and all rows of open groups.
    pub(crate) placed: Marks,
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
        self.count += usize::from(!self.bits.has(row));
        self.bits.set(row);
    }

    pub(crate) fn add(&mut self, rows: &Bits) {
        self.bits.add(rows);
        self.count = self.bits.count();
    }

    pub(crate) fn unset(&mut self, row: usize) {
        self.count -= usize::from(self.bits.has(row));
        self.bits.unset(row);
    }

    fn cut(&mut self, rows: usize) {
        self.bits.cut(rows);
        self.count = self.bits.count();
    }
}

impl Part {
    /// The next part, for the segment that begins with row `first`.
    pub(crate) fn after(last: Option<&Self>, first: u64) -> Self {
        let after = |of: fn(&Self) -> &Marks| Marks::after(last.map(of));
        Self {
            first,
            seen: 0,
            shown: after(|last| &last.shown),
            hits: after(|last| &last.hits),
            heads: after(|last| &last.heads),
            placed: after(|last| &last.placed),
        }
    }

    /// The number of the first row that was not looked at.
    pub(crate) fn next(&self) -> u64 {
        self.first + self.seen as u64
    }

    /// Where the row of that number stands here; 0 for one before.
    pub(crate) fn row(&self, number: u64) -> usize {
        usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX)
    }

    /// Forgets what is folded.
    pub(crate) fn unfold(&mut self) {
        (self.heads, self.placed) = (Marks::default(), Marks::default());
    }

    /// The segment has only so many rows (any more).
    pub(crate) fn cut(&mut self, rows: usize) {
        if rows < self.seen {
            self.seen = rows;
            for marks in [&mut self.shown, &mut self.hits, &mut self.heads, &mut self.placed] {
                marks.cut(rows);
            }
        }
    }
}
