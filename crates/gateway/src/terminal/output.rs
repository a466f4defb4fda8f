//! A terminal's output between the shell and the page: what was produced, sent and acknowledged.

use wire::terminal::{REPLAY, WINDOW};

use crate::terminal::replay::Replay;

/// Offsets from the output's beginning: `acknowledged ≤ sent ≤ produced`.
#[derive(Debug)]
pub(crate) struct Output {
    replay: Replay,
    sent: u64,
    acknowledged: u64,
}

impl Output {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { replay: Replay::new(REPLAY), sent: 0, acknowledged: 0 }
    }

    /// More from the shell.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.replay.push(bytes);
    }

    /// Whether the shell may write on: what the page has not parsed stays small, so nothing of it is ever overwritten
    /// and Ctrl-C is answered soon.
    pub(crate) fn wants_more(&self) -> bool {
        self.replay.end() - self.acknowledged < WINDOW
    }

    /// Whether everything produced has been sent.
    pub(crate) fn is_drained(&self) -> bool {
        self.sent == self.replay.end()
    }

    /// Bytes that can be sent now, within the window.
    pub(crate) fn sendable(&self) -> u64 {
        let room = WINDOW.saturating_sub(self.sent - self.acknowledged);
        room.min(self.replay.end() - self.sent)
    }

    /// The next bytes to send, at most `limit`, within the window.
    pub(crate) fn take(&mut self, limit: usize) -> Vec<u8> {
        let room = usize::try_from(self.sendable()).unwrap_or(limit);
        let bytes = self.replay.read(self.sent, limit.min(room));
        self.sent += bytes.len() as u64;
        bytes
    }

    /// The page has parsed so much. What was never sent cannot be acknowledged; nothing is taken back.
    pub(crate) fn acknowledge(&mut self, received: u64) {
        self.acknowledged = self.acknowledged.max(received.min(self.sent));
    }

    /// A page comes (back) with so many bytes; the offset from which it gets the rest.
    pub(crate) fn resume(&mut self, received: u64) -> u64 {
        let offset = received.clamp(self.replay.start(), self.replay.end());
        self.sent = offset;
        self.acknowledged = offset;
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone)]
    enum Event {
        Shell(usize),
        Send(usize),
        Acknowledge(u64),
        Break,
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            (1_usize..40_000).prop_map(Event::Shell),
            (1_usize..40_000).prop_map(Event::Send),
            (0_u64..400_000).prop_map(Event::Acknowledge),
            Just(Event::Break),
        ]
    }

    proptest! {
        /// Whatever breaks and however slow: the page gets every byte, once, in order, and never more than the window ahead.
        #[test]
        fn the_page_sees_the_shells_bytes(events in proptest::collection::vec(event(), 1..120)) {
            let mut output = Output::new();
            let (mut produced, mut page) = (Vec::new(), Vec::new());
            let mut acknowledged = 0;
            for event in events {
                match event {
                    Event::Shell(size) => if output.wants_more() {
                        let bytes: Vec<u8> = (produced.len()..produced.len() + size).map(|n| u8::try_from(n % 251).unwrap()).collect();
                        produced.extend_from_slice(&bytes);
                        output.push(&bytes);
                    },
                    Event::Send(limit) => page.extend(output.take(limit)),
                    Event::Acknowledge(received) => {
                        let received = received.min(page.len() as u64);
                        acknowledged = received.max(acknowledged);
                        output.acknowledge(received);
                    }
                    Event::Break => {
                        let offset = output.resume(page.len() as u64);
                        acknowledged = offset;
                        prop_assert_eq!(offset, page.len() as u64);
                    }
                }
                prop_assert!(page.len() as u64 - acknowledged <= WINDOW);
                prop_assert_eq!(&page[..], &produced[..page.len()]);
            }
            output.acknowledge(page.len() as u64);
        }
    }

    #[test]
    fn a_page_that_was_reloaded_gets_what_is_kept() {
        let mut output = Output::new();
        for _ in 0..100 {
            output.push(&vec![b'x'; 40_000]);
            while !output.take(65_536).is_empty() {}
            output.acknowledge(u64::MAX);
        }
        assert_eq!(output.resume(0), 4_000_000 - REPLAY as u64);
        assert_eq!(output.sendable(), WINDOW);
        assert!(!output.wants_more());
        assert_eq!(output.resume(u64::MAX), 4_000_000);
        assert!(output.is_drained() && output.wants_more());
    }
}
