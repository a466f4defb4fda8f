//! What changed lately, so that a view looks again only at that.

use std::collections::VecDeque;

/// So many changes are remembered; a view that is further behind looks at everything.
const MOST: usize = 1 << 16;

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Came,
    /// A bit for each field, the 64th for all beyond.
    Changed(u64),
    Went,
}

/// A row that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub row: u32,
    pub what: What,
}

/// The last changes in order, counted from the first ever.
#[derive(Debug, Clone, Default)]
pub(crate) struct Journal {
    changes: VecDeque<Change>,
    /// How many there were ever.
    ever: u64,
}

impl Journal {
    pub(crate) fn add(&mut self, row: u32, what: What) {
        if self.changes.len() == MOST {
            self.changes.pop_front();
        }
        self.changes.push_back(Change { row, what });
        self.ever += 1;
    }

    pub(crate) const fn ever(&self) -> u64 {
        self.ever
    }

    /// What came after the first `seen`; none when that is no longer known.
    pub(crate) fn since(&self, seen: u64) -> Option<impl Iterator<Item = Change>> {
        let missed = usize::try_from(self.ever.checked_sub(seen)?).ok()?;
        let from = self.changes.len().checked_sub(missed)?;
        Some(self.changes.iter().skip(from).copied())
    }
}

/// The bit of a field in [`What::Changed`].
pub(crate) fn bit(field: usize) -> u64 {
    1 << field.min(63)
}
