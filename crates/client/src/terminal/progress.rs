//! How far the bytes of one shell are, over all its sockets: pure.

/// Counts of bytes from the beginning of the session's output.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Received and handed on.
    received: u64,
    /// Parsed by the screen.
    parsed: u64,
    /// Where the next binary frame begins.
    next: u64,
}

impl Progress {
    /// What a resume says the page has.
    pub(super) const fn received(&self) -> u64 {
        self.received
    }

    /// A session frame: the next bytes begin at `offset`. Answers how many are gone in between.
    pub(super) const fn begin_at(&mut self, offset: u64) -> u64 {
        self.next = offset;
        let missed = offset.saturating_sub(self.received);
        self.received += missed;
        self.parsed += missed;
        missed
    }

    /// Bytes came: the part of them that is new.
    pub(super) fn take(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let known = usize::try_from(self.received.saturating_sub(self.next)).unwrap_or(usize::MAX).min(bytes.len());
        self.next += bytes.len() as u64;
        bytes.drain(..known);
        self.received += bytes.len() as u64;
        bytes
    }

    /// The screen has parsed so many more: what to acknowledge.
    pub(super) fn parsed(&mut self, count: u64) -> u64 {
        self.parsed = (self.parsed + count).min(self.received);
        self.parsed
    }
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn a_byte_is_handed_on_once_and_a_gap_is_counted() {
        let mut progress = Progress::default();
        assert_eq!(progress.begin_at(0), 0);
        assert_eq!(progress.take(b"hello".to_vec()), b"hello");
        assert_eq!(progress.parsed(3), 3);
        assert_eq!(progress.begin_at(2), 0, "resent from further back");
        assert_eq!(progress.take(b"llo wo".to_vec()), b" wo");
        assert_eq!(progress.received(), 8);
        assert_eq!(progress.begin_at(20), 12);
        assert_eq!(progress.take(b"x".to_vec()), b"x");
        assert_eq!(progress.parsed(100), 21);
    }
}
