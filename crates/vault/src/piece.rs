//! A piece of a log that is read back, small enough that nobody waits for it.

use crate::entry::Entry;

/// How much is read at once: whichever comes first, and at least one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    /// Entries, of which nearly all are lines.
    pub entries: u64,
    /// Bytes of memory.
    pub bytes: usize,
}

impl Most {
    /// More than this is not read at once, whatever is asked for.
    pub const CEILING: Self = Self { entries: 20_000, bytes: 16 * 1024 * 1024 };
}

impl Default for Most {
    /// A few milliseconds of work.
    fn default() -> Self {
        Self { entries: 4_000, bytes: 1024 * 1024 }
    }
}

/// Entries, oldest first. Places count the entries of a device's log since the first that was ever kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    /// With the gaps that jumps in numbers show; these have no places of their own.
    pub entries: Vec<Entry>,
    /// Where it begins: what to read back from next, for what came before.
    pub from: u64,
    /// Where it ends: what to read from next, for what came after.
    pub next: u64,
    /// Nothing is kept before it.
    pub is_first: bool,
    /// Nothing is kept after it.
    pub is_last: bool,
}
