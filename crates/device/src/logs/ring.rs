//! The lines that the API has not acknowledged, bounded, and numbered when they are first sent.

use std::collections::VecDeque;

use wire::log_line::DeviceLogLine;

/// Lines kept while the API is away.
const MAX_LINES: usize = 10_000;
/// Bytes of messages kept while the API is away.
const MAX_BYTES: usize = 8 * 1_024 * 1_024;

/// A queue whose front may already be with the server: those lines keep their number and their place.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    lines: VecDeque<DeviceLogLine>,
    bytes: usize,
    /// The number of the line at the front.
    first: u64,
    /// So many lines at the front have been sent, though not acknowledged.
    sent: usize,
    /// So many lines were dropped right behind those.
    suppressed: u64,
}

impl Ring {
    /// Adds a line; when there is no room the oldest line that was never sent goes.
    pub(crate) fn push(&mut self, line: DeviceLogLine) {
        self.bytes += line.message.len();
        self.lines.push_back(line);
        while (self.lines.len() > MAX_LINES || self.bytes > MAX_BYTES) && self.lines.len() > self.sent {
            if let Some(dropped) = self.lines.remove(self.sent) {
                self.bytes -= dropped.message.len();
                self.suppressed += 1;
            }
        }
    }

    /// The number of the line at the front.
    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    /// The line `index` places behind the front, which from now on counts as sent.
    pub(crate) fn send(&mut self, index: usize) -> Option<&DeviceLogLine> {
        if index >= self.sent {
            if self.suppressed > 0 {
                let timestamp = self.lines.get(self.sent).map_or(0, |line| line.timestamp);
                let message = format!("Suppressed {} message(s): the log could not be sent", self.suppressed);
                self.suppressed = 0;
                self.bytes += message.len();
                let line = DeviceLogLine { timestamp, message, is_system: true, is_std_err: false, service_id: None };
                self.lines.insert(self.sent, line);
            }
            self.sent = (index + 1).min(self.lines.len());
        }
        self.lines.get(index)
    }

    /// The server has the first `count` lines.
    pub(crate) fn acknowledge(&mut self, count: usize) {
        for line in self.lines.drain(..count.min(self.lines.len())) {
            self.bytes -= line.message.len();
            self.first += 1;
        }
        self.sent = self.sent.saturating_sub(count);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: usize) -> DeviceLogLine {
        DeviceLogLine { timestamp: 0, message: n.to_string(), is_system: false, is_std_err: false, service_id: None }
    }

    #[test]
    fn lines_leave_in_order_and_only_when_acknowledged() {
        let mut ring = Ring::default();
        (0..5).for_each(|n| ring.push(line(n)));
        assert_eq!(ring.send(0).unwrap().message, "0");
        assert_eq!(ring.send(1).unwrap().message, "1");
        // The answer is lost: the same lines go again, under the same numbers.
        assert_eq!((ring.first(), ring.send(0).unwrap().message.as_str()), (0, "0"));
        ring.acknowledge(2);
        assert_eq!((ring.first(), ring.send(0).unwrap().message.as_str()), (2, "2"));
    }

    #[test]
    fn overflow_spares_what_was_sent_and_says_how_much_is_gone() {
        let mut ring = Ring::default();
        (0..3).for_each(|n| ring.push(line(n)));
        ring.send(0);
        ring.send(1);
        (3..MAX_LINES + 10).for_each(|n| ring.push(line(n)));
        assert_eq!(ring.send(0).unwrap().message, "0");
        assert_eq!(ring.send(1).unwrap().message, "1");
        assert_eq!(ring.send(2).unwrap().message, "Suppressed 10 message(s): the log could not be sent");
        assert_eq!(ring.send(3).unwrap().message, "12");
    }

    #[test]
    fn long_lines_are_bounded_by_bytes() {
        let mut ring = Ring::default();
        (0..1_000).for_each(|_| ring.push(DeviceLogLine { message: "x".repeat(40_000), ..line(0) }));
        assert!(ring.bytes <= MAX_BYTES && ring.lines.len() < 1_000);
        while ring.send(0).is_some() {
            ring.acknowledge(1);
        }
        assert_eq!(ring.bytes, 0);
    }
}
