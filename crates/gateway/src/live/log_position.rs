//! Where a reader of a device's log is, so that a broken stream goes on without a line lost or shown twice.

use std::collections::HashSet;

use wire::log_line::{LogGap, LogLine};

/// What a line is to a reader who has come this far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The next one; so many before it are gone.
    Next { missed: u64 },
    /// Shown already.
    Known,
}

/// A position: by the line's number where the API gives one; else by time and content (balena-api.md §8).
#[derive(Debug, Clone, Default)]
pub(crate) struct LogPosition {
    sequence: Option<u64>,
    /// The newest line's time at the server, and what was read of that very millisecond.
    created_at: Option<i64>,
    seen: HashSet<(i64, String)>,
    /// Whether the stream goes on after a break, so that what comes may be known.
    resumed: bool,
}

impl LogPosition {
    /// After this line, or at the beginning.
    pub(crate) fn after(sequence: Option<u64>) -> Self {
        Self { sequence, ..Self::default() }
    }

    /// What to ask the API for. `count` lines are wanted when nothing has been read yet.
    pub(crate) fn query(&self, count: u32) -> String {
        match (self.sequence, self.created_at) {
            (Some(sequence), _) => format!("stream=1&after={sequence}"),
            (None, Some(created_at)) => format!("stream=1&count=1000&start={created_at}"),
            (None, None) => format!("stream=1&count={count}&sequence=1"),
        }
    }

    /// The stream begins anew.
    pub(crate) fn resume(&mut self) {
        self.resumed = true;
    }

    /// The API counts lines that it no longer has, or says where the stream begins; how many the reader misses.
    pub(crate) fn gap(&mut self, gap: LogGap) -> u64 {
        let had = self.sequence.replace(gap.sequence);
        if had.is_some() { gap.missed } else { 0 }
    }

    /// Takes a line.
    pub(crate) fn step(&mut self, line: &LogLine) -> Step {
        if let Some(sequence) = line.sequence {
            return match self.sequence {
                Some(last) if sequence <= last => Step::Known,
                last => {
                    self.sequence = Some(sequence);
                    Step::Next { missed: last.map_or(0, |last| sequence - last - 1) }
                }
            };
        }
        let last = self.created_at.unwrap_or(i64::MIN);
        if self.resumed && line.created_at < last {
            return Step::Known;
        }
        if line.created_at > last {
            self.created_at = Some(line.created_at);
            self.seen.clear();
            self.resumed = false;
        }
        let new = self.seen.insert((line.timestamp, line.message.clone()));
        if new || !self.resumed { Step::Next { missed: 0 } } else { Step::Known }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(sequence: Option<u64>, created_at: i64) -> LogLine {
        let message = format!("{sequence:?} {created_at}");
        LogLine { created_at, timestamp: 0, is_system: false, is_std_err: false, service_id: None, message, sequence }
    }

    proptest! {
        /// A log of numbered lines, trimmed at the front over time, read over any number of breaks.
        #[test]
        fn every_line_is_shown_once_or_counted_as_missed(
            reads in proptest::collection::vec((0_u64..30, 0_u64..30, 0_u64..40), 1..30),
        ) {
            let (mut written, mut trimmed) = (0, 0);
            let mut position = LogPosition::after(Some(0));
            let (mut shown, mut missed, mut last) = (0, 0, 0);
            for (write, read, trim) in reads {
                written += write;
                trimmed = trimmed.max(trim.min(written));
                position.resume();
                // A server may send again what was read.
                for sequence in (trimmed + 1)..=written.min(last + read) {
                    match position.step(&line(Some(sequence), 0)) {
                        Step::Next { missed: gap } => { shown += 1; missed += gap; last = sequence; }
                        Step::Known => prop_assert!(sequence <= last),
                    }
                }
            }
            prop_assert_eq!(shown + missed, last);
        }
    }

    #[test]
    fn a_stream_says_where_it_begins_and_what_it_no_longer_has() {
        let mut position = LogPosition::default();
        assert_eq!(position.gap(LogGap { missed: 0, sequence: 7 }), 0);
        assert_eq!(position.query(50), "stream=1&after=7", "before the first line, too");
        assert_eq!(position.gap(LogGap { missed: 3, sequence: 10 }), 3);
        assert_eq!(position.step(&line(Some(11), 0)), Step::Next { missed: 0 });
        assert_eq!(position.gap(LogGap { missed: 0, sequence: 2 }), 0, "an older copy was put back");
        assert_eq!(position.step(&line(Some(3), 0)), Step::Next { missed: 0 });
    }

    #[test]
    fn without_numbers_what_was_read_of_the_last_millisecond_is_known() {
        let mut position = LogPosition::default();
        assert_eq!(position.query(50), "stream=1&count=50&sequence=1");
        for at in [1, 2] {
            assert_eq!(position.step(&line(None, at)), Step::Next { missed: 0 });
        }
        assert_eq!(position.query(50), "stream=1&count=1000&start=2");
        position.resume();
        assert_eq!(position.step(&line(None, 2)), Step::Known);
        assert_eq!(position.step(&line(None, 3)), Step::Next { missed: 0 });
    }
}
