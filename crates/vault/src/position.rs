//! How far a device's log has come: what a chunk begins after, and where its stream resumes.

use crate::numbers::{self, Bytes};

/// Everything before some point of a device's log, since the first line that was ever kept of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Position {
    /// Lines, gap marks and restarts: the place of the next entry.
    pub(crate) entries: u64,
    pub(crate) lines: u64,
    /// The highest number since the server began to count.
    pub(crate) sequence: Option<u64>,
    /// When the last line came to the server, in milliseconds since 1970.
    pub(crate) created_at: Option<i64>,
}

impl Position {
    pub(crate) fn put(&self, into: &mut Vec<u8>) {
        numbers::put(self.entries, into);
        numbers::put(self.lines, into);
        into.push(u8::from(self.sequence.is_some()) | u8::from(self.created_at.is_some()) << 1);
        numbers::put(self.sequence.unwrap_or_default(), into);
        numbers::put_signed(self.created_at.unwrap_or_default(), into);
    }

    pub(crate) fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let (entries, lines, known) = (bytes.number()?, bytes.number()?, bytes.byte()?);
        let (sequence, created_at) = (bytes.number()?, bytes.signed()?);
        Some(Self {
            entries,
            lines,
            sequence: (known & 1 != 0).then_some(sequence),
            created_at: (known & 2 != 0).then_some(created_at),
        })
    }
}
