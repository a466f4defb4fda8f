//! Where a reader of a device's log is, so that a broken stream goes on without a line lost or shown twice.
//!
//! The gateway reads the API by it and the page reads the gateway by it: the same rule at both ends.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::log_line::{LogGap, LogLine};

/// The most lines of one millisecond that are told apart; beyond it a server's clock stands still.
const MAX_SEEN: usize = 10_000;

/// What a line is to a reader who has come this far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The next one, after lines that are gone, if any.
    Next { missed: Missed },
    /// Read already.
    Known,
}

/// Lines before one that are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    None,
    Lines(u64),
    /// Some may be; without numbers nobody knows.
    Uncounted,
}

impl Missed {
    /// Both together.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        match (self, more) {
            (Self::None, other) | (other, Self::None) => other,
            (Self::Lines(one), Self::Lines(other)) => Self::Lines(one.saturating_add(other)),
            (Self::Uncounted, _) | (_, Self::Uncounted) => Self::Uncounted,
        }
    }

    /// So many; none when it is 0.
    pub fn lines(count: u64) -> Self {
        if count == 0 { Self::None } else { Self::Lines(count) }
    }
}

/// A position as it is sent: what to ask for after a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogCursor {
    /// Everything after the line with this number.
    Sequence(u64),
    /// Everything from this moment on at the server, in milliseconds since 1970: the reader knows what it has of the first
    /// millisecond.
    CreatedAt(i64),
}

/// A position: by the line's number where the API gives one; else by time and content (balena-api.md §8).
#[derive(Debug, Clone, Default)]
pub struct LogPosition {
    sequence: Option<u64>,
    /// The newest line's time at the server, and how often each line of that very millisecond was read (by a hash, so that a
    /// position is small whatever the lines are).
    created_at: Option<i64>,
    seen: HashMap<u64, u32>,
    resumed: Option<Resumed>,
}

/// A stream that begins again, until something new comes.
#[derive(Debug, Clone, Default)]
struct Resumed {
    /// How often each line of the last millisecond has come again.
    again: HashMap<u64, u32>,
    /// Whether it is known that nothing lies between.
    is_known: bool,
}

impl LogPosition {
    /// After this cursor, or at the beginning.
    pub fn after(cursor: Option<LogCursor>) -> Self {
        match cursor {
            None => Self::default(),
            Some(LogCursor::Sequence(sequence)) => Self { sequence: Some(sequence), ..Self::default() },
            Some(LogCursor::CreatedAt(at)) => Self { created_at: Some(at), ..Self::default() },
        }
    }

    /// What to ask for after a break; `None` before anything was read.
    pub fn cursor(&self) -> Option<LogCursor> {
        self.sequence.map(LogCursor::Sequence).or(self.created_at.map(LogCursor::CreatedAt))
    }

    /// The stream begins anew: what comes may be known.
    pub fn resume(&mut self) {
        self.resumed = Some(Resumed::default());
    }

    /// Another source goes on: it may repeat what was read, and lets nothing out after that.
    pub fn overlap(&mut self) {
        self.resumed = Some(Resumed { is_known: true, ..Resumed::default() });
    }

    /// Whether what comes without a number may still be known.
    pub fn may_repeat(&self) -> bool {
        self.resumed.is_some()
    }

    /// The API counts lines that it no longer has, or says where the stream begins; how many the reader misses.
    pub fn gap(&mut self, gap: LogGap) -> u64 {
        let had = self.sequence.replace(gap.sequence);
        if had.is_some() { gap.missed } else { 0 }
    }

    /// Everything up to this number is dealt with, though the reader did not see it.
    pub fn pass(&mut self, through: u64) {
        if self.sequence.is_none_or(|last| last < through) {
            self.sequence = Some(through);
        }
    }

    /// Takes a line.
    pub fn step(&mut self, line: &LogLine) -> Step {
        if let Some(sequence) = line.sequence {
            return match self.sequence {
                Some(last) if sequence <= last => Step::Known,
                last => {
                    self.sequence = Some(sequence);
                    Step::Next { missed: Missed::lines(last.map_or(0, |last| sequence - last - 1)) }
                }
            };
        }
        self.step_unnumbered(line)
    }

    fn step_unnumbered(&mut self, line: &LogLine) -> Step {
        let what = hash(line);
        let Some(last) = self.created_at else {
            self.created_at = Some(line.created_at);
            self.seen.insert(what, 1);
            self.resumed = None;
            return Step::Next { missed: Missed::None };
        };
        let mut missed = Missed::None;
        if let Some(resumed) = &mut self.resumed {
            if line.created_at < last {
                return Step::Known;
            }
            if line.created_at == last {
                let again = resumed.again.entry(what).or_default();
                *again += 1;
                if self.seen.get(&what).is_some_and(|seen| *again <= *seen) {
                    resumed.is_known = true;
                    return Step::Known;
                }
            }
            // What was read last was asked for again and did not come: the API has let it go, and perhaps more.
            if !resumed.is_known && !self.seen.is_empty() {
                missed = Missed::Uncounted;
            }
            resumed.is_known = true;
        }
        if line.created_at > last {
            self.created_at = Some(line.created_at);
            self.seen.clear();
            self.resumed = None;
        }
        if self.seen.len() < MAX_SEEN {
            *self.seen.entry(what).or_default() += 1;
        }
        Step::Next { missed }
    }
}

fn hash(line: &LogLine) -> u64 {
    let mut hasher = DefaultHasher::new();
    (line.timestamp, &line.message).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(sequence: Option<u64>, created_at: i64, message: &str) -> LogLine {
        LogLine {
            created_at,
            timestamp: 0,
            is_system: false,
            is_std_err: false,
            service_id: None,
            message: message.to_owned(),
            sequence,
        }
    }

    const NEXT: Step = Step::Next { missed: Missed::None };

    proptest! {
        /// A log of numbered lines, trimmed at the front over time, read over any number of breaks.
        #[test]
        fn every_line_is_shown_once_or_counted_as_missed(
            reads in proptest::collection::vec((0_u64..30, 0_u64..30, 0_u64..40), 1..30),
        ) {
            let (mut written, mut trimmed) = (0, 0);
            let mut position = LogPosition::after(Some(LogCursor::Sequence(0)));
            let (mut shown, mut missed, mut last) = (0, 0, 0);
            for (write, read, trim) in reads {
                written += write;
                trimmed = trimmed.max(trim.min(written));
                position.resume();
                // A server may send again what was read.
                for sequence in (trimmed + 1)..=written.min(last + read) {
                    match position.step(&line(Some(sequence), 0, "")) {
                        Step::Next { missed: gap } => {
                            shown += 1;
                            missed += if let Missed::Lines(lines) = gap { lines } else { 0 };
                            last = sequence;
                        }
                        Step::Known => prop_assert!(sequence <= last),
                    }
                }
            }
            prop_assert_eq!(shown + missed, last);
        }

        /// A log without numbers, kept whole, with lines that are the same in the same millisecond, read over any breaks.
        #[test]
        fn without_numbers_every_line_is_read_once(
            steps in proptest::collection::vec((0_i64..2, 0_u8..3), 1..60),
            cuts in proptest::collection::vec(0_usize..12, 1..30),
        ) {
            let mut now = 1;
            let all: Vec<LogLine> = steps.iter().map(|(step, what)| {
                now += step;
                line(None, now, &what.to_string())
            }).collect();
            let mut position = LogPosition::default();
            let mut read = Vec::new();
            for cut in cuts.into_iter().chain([usize::MAX]) {
                let from = match position.cursor() {
                    Some(LogCursor::CreatedAt(at)) => all.partition_point(|line| line.created_at < at),
                    _ => 0,
                };
                for line in all[from..].iter().take(cut) {
                    match position.step(line) {
                        Step::Next { missed } => {
                            prop_assert_eq!(missed, Missed::None);
                            read.push(line.clone());
                        }
                        Step::Known => {}
                    }
                }
                position.resume();
            }
            prop_assert_eq!(read, all);
        }
    }

    #[test]
    fn a_stream_says_where_it_begins_and_what_it_no_longer_has() {
        let mut position = LogPosition::default();
        assert_eq!(position.gap(LogGap { missed: 0, sequence: 7 }), 0);
        assert_eq!(position.cursor(), Some(LogCursor::Sequence(7)), "before the first line, too");
        assert_eq!(position.gap(LogGap { missed: 3, sequence: 10 }), 3);
        assert_eq!(position.step(&line(Some(11), 0, "")), NEXT);
        assert_eq!(position.gap(LogGap { missed: 0, sequence: 2 }), 0, "an older copy was put back");
        assert_eq!(position.step(&line(Some(3), 0, "")), NEXT);
        position.pass(9);
        assert_eq!(position.cursor(), Some(LogCursor::Sequence(9)));
    }

    #[test]
    fn what_another_source_repeats_is_known_and_what_it_goes_on_with_is_no_gap() {
        let mut position = LogPosition::default();
        for message in ["a", "b", "b"] {
            assert_eq!(position.step(&line(None, 2, message)), NEXT);
        }
        position.overlap();
        assert!(position.may_repeat());
        for message in ["b", "b"] {
            assert_eq!(position.step(&line(None, 2, message)), Step::Known);
        }
        assert_eq!(position.step(&line(None, 1, "z")), Step::Known);
        assert_eq!(position.step(&line(None, 2, "b")), NEXT, "written thrice");
        assert_eq!(position.step(&line(None, 900, "b")), NEXT);
        assert!(!position.may_repeat());
    }

    #[test]
    fn without_numbers_a_log_that_was_let_go_is_a_gap() {
        let mut position = LogPosition::default();
        for at in [1, 2] {
            assert_eq!(position.step(&line(None, at, "a")), NEXT);
        }
        position.resume();
        assert_eq!(position.step(&line(None, 2, "a")), Step::Known);
        assert_eq!(position.step(&line(None, 3, "a")), NEXT);
        position.resume();
        assert_eq!(position.step(&line(None, 900, "a")), Step::Next { missed: Missed::Uncounted });
        assert_eq!(position.step(&line(None, 900, "b")), NEXT);
    }
}
