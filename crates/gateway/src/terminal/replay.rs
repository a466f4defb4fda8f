//! The last bytes of a terminal's output, by offset from its beginning.

use std::collections::VecDeque;

/// A ring of at most `capacity` bytes.
#[derive(Debug)]
pub(crate) struct Replay {
    capacity: usize,
    /// The offset of the first byte kept.
    start: u64,
    kept: VecDeque<u8>,
}

impl Replay {
    /// Empty.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, start: 0, kept: VecDeque::new() }
    }

    /// The offset of the first byte that is still kept.
    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    /// The offset after the last byte.
    pub(crate) fn end(&self) -> u64 {
        self.start + self.kept.len() as u64
    }

    /// More output; the oldest goes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let skipped = bytes.len().saturating_sub(self.capacity);
        let bytes = bytes.get(skipped..).unwrap_or_default();
        let excess = (self.kept.len() + bytes.len()).saturating_sub(self.capacity);
        self.kept.drain(..excess.min(self.kept.len()));
        self.start += (excess + skipped) as u64;
        self.kept.extend(bytes);
    }

    /// At most `limit` bytes from `offset` on, which is within what is kept.
    pub(crate) fn read(&self, offset: u64, limit: usize) -> Vec<u8> {
        let Ok(skip) = usize::try_from(offset.saturating_sub(self.start)) else { return Vec::new() };
        let until = self.kept.len().min(skip.saturating_add(limit));
        if skip >= until { Vec::new() } else { self.kept.range(skip..until).copied().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn holds_the_tail_by_offset(
            pushes in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..30),
            ask in 0_u64..600,
            limit in 0_usize..50,
        ) {
            let mut replay = Replay::new(64);
            let mut all = Vec::new();
            for push in &pushes {
                replay.push(push);
                all.extend_from_slice(push);
            }
            prop_assert_eq!(replay.end(), all.len() as u64);
            prop_assert_eq!(replay.end() - replay.start(), all.len().min(64) as u64);
            let from = usize::try_from(ask.clamp(replay.start(), replay.end())).unwrap();
            prop_assert_eq!(replay.read(from as u64, limit), &all[from..all.len().min(from + limit)]);
        }
    }
}
