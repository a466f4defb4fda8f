//! The recent lines of one device, for any number of readers: appending never waits, and what is old is let go.

use std::collections::VecDeque;
use std::collections::vec_deque::Iter;

use bytes::Bytes;
use wire::live::LogState;
use wire::log_position::{LogCursor, Missed};

const MAX_ENTRIES: usize = 65_536;

/// A line, and the little that is needed to choose it.
#[derive(Debug, Clone)]
pub(crate) struct RingLine {
    /// The line as it is sent to pages.
    pub(crate) json: Bytes,
    pub(crate) sequence: Option<u64>,
    pub(crate) created_at: i64,
    pub(crate) service: Option<i64>,
    pub(crate) is_system: bool,
}

/// What can stand in a ring.
#[derive(Debug, Clone)]
pub(crate) enum What {
    Line(RingLine),
    /// Lines that cannot be had; where lines are numbered, up to this number.
    Gap {
        missed: Missed,
        through: Option<u64>,
    },
    /// Where the numbers stand before the next line; `again` when they do not go on from those before.
    Begins {
        after: u64,
        again: bool,
    },
}

impl What {
    /// How many places it takes: a gap as many as its lines would have taken, so that what a reader missed is the distance
    /// between two places.
    fn width(&self) -> u64 {
        match self {
            Self::Gap { missed: Missed::Lines(lines), .. } => *lines,
            Self::Line(_) | Self::Gap { missed: Missed::Uncounted, .. } => 1,
            Self::Gap { missed: Missed::None, .. } | Self::Begins { .. } => 0,
        }
    }

    fn cost(&self) -> usize {
        size_of::<Entry>() + if let Self::Line(line) = self { line.json.len() } else { 0 }
    }
}

/// Something in a ring.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its place.
    pub(crate) at: u64,
    pub(crate) what: What,
}

impl Entry {
    /// The place after it.
    pub(crate) fn end(&self) -> u64 {
        self.at.saturating_add(self.what.width())
    }
}

/// Recent lines and gaps, by place.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    entries: VecDeque<Entry>,
    end: u64,
    bytes: usize,
    /// The place after the last gap that nobody could count and that was let go.
    uncounted: u64,
    /// The place from which numbers only rise.
    rising: u64,
    state: Option<LogState>,
}

impl Ring {
    /// Adds to it, and lets go of what is more than `bytes`.
    pub(crate) fn append(&mut self, what: impl IntoIterator<Item = What>, bytes: usize) {
        for what in what {
            if let What::Begins { again: true, .. } = what {
                self.rising = self.end;
            }
            let entry = Entry { at: self.end, what };
            self.bytes += entry.what.cost();
            self.end = entry.end();
            self.entries.push_back(entry);
        }
        self.trim(bytes);
    }

    /// Lets go of what is more than `bytes`; the newest stays.
    pub(crate) fn trim(&mut self, bytes: usize) {
        while (self.bytes > bytes || self.entries.len() > MAX_ENTRIES) && self.entries.len() > 1 {
            let Some(gone) = self.entries.pop_front() else { return };
            self.bytes = self.bytes.saturating_sub(gone.what.cost());
            if let What::Gap { missed: Missed::Uncounted, .. } = gone.what {
                self.uncounted = gone.end();
            }
        }
    }

    /// The oldest place that is held.
    pub(crate) fn first(&self) -> u64 {
        self.entries.front().map_or(self.end, |entry| entry.at)
    }

    /// The place of what comes next.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// What is held from `place` on.
    pub(crate) fn from(&self, place: u64) -> Iter<'_, Entry> {
        let index = self.entries.partition_point(|entry| entry.at < place);
        self.entries.range(index..)
    }

    /// What lies between `place` and the oldest place that is held.
    pub(crate) fn let_go_since(&self, place: u64) -> Missed {
        if place < self.uncounted { Missed::Uncounted } else { Missed::lines(self.first().saturating_sub(place)) }
    }

    /// The place of a reader who has come to `cursor`, if everything after it is held.
    pub(crate) fn find(&self, cursor: LogCursor) -> Option<u64> {
        let start = self.entries.partition_point(|entry| entry.at < self.rising);
        let lines = || {
            self.entries.range(start..).filter_map(|entry| match &entry.what {
                What::Line(line) => Some((entry, line)),
                _ => None,
            })
        };
        match cursor {
            LogCursor::Sequence(last) => {
                let newest = lines().next_back()?.1.sequence?;
                let oldest = lines().next()?.1.sequence?;
                if last.checked_add(1)? < oldest || last > newest {
                    return None;
                }
                let next = lines().find(|(_, line)| line.sequence.is_some_and(|sequence| sequence > last));
                Some(next.map_or(self.end, |(entry, _)| entry.at))
            }
            LogCursor::CreatedAt(at) => {
                // What is older must be held too: else lines of this very moment may be gone.
                lines().next().filter(|(_, line)| line.created_at < at)?;
                let next = lines().find(|(_, line)| line.created_at >= at);
                Some(next.map_or(self.end, |(entry, _)| entry.at))
            }
        }
    }

    /// How the stream stands; whether that is new.
    pub(crate) fn set_state(&mut self, state: LogState) -> bool {
        self.state.replace(state) != Some(state)
    }

    /// How the stream stands; nothing before it was first opened.
    pub(crate) fn state(&self) -> Option<LogState> {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(sequence: u64) -> What {
        What::Line(RingLine {
            json: Bytes::from_static(b"0123456789"),
            sequence: Some(sequence),
            created_at: i64::try_from(sequence / 3).unwrap(),
            service: None,
            is_system: false,
        })
    }

    /// What a ring is given: so many lines, or a gap of so many.
    fn given() -> impl Strategy<Value = Vec<(bool, u64)>> {
        proptest::collection::vec((any::<bool>(), 1_u64..9), 1..40)
    }

    fn filled(given: &[(bool, u64)], bytes: usize) -> (Ring, u64) {
        let (mut ring, mut last) = (Ring::default(), 0);
        for (is_gap, count) in given {
            let what = if *is_gap {
                vec![What::Gap { missed: Missed::Lines(*count), through: Some(last + count) }]
            } else {
                (last + 1..=last + count).map(line).collect()
            };
            last += count;
            ring.append(what, bytes);
        }
        (ring, last)
    }

    proptest! {
        #[test]
        fn places_count_what_was_written_and_what_is_held_is_bounded(given in given(), bytes in 100_usize..4_000) {
            let (ring, last) = filled(&given, bytes);
            prop_assert_eq!(ring.end(), last, "a place for each line, had or not");
            prop_assert!(ring.bytes <= bytes.max(size_of::<Entry>() + 10));
            let mut next = ring.first();
            for entry in ring.from(0) {
                prop_assert_eq!(entry.at, next);
                next = entry.end();
            }
            prop_assert_eq!(next, ring.end());
            for place in 0..=last {
                prop_assert_eq!(ring.let_go_since(place), Missed::lines(ring.first().saturating_sub(place)));
            }
        }

        #[test]
        fn a_cursor_is_found_only_where_everything_after_it_is_held(given in given(), bytes in 100_usize..4_000) {
            let (ring, last) = filled(&given, bytes);
            let held: Vec<u64> = ring.from(0).filter_map(|entry| match &entry.what {
                What::Line(line) => line.sequence,
                _ => None,
            }).collect();
            for cursor in 0..last + 3 {
                let Some(place) = ring.find(LogCursor::Sequence(cursor)) else { continue };
                prop_assert!(held[0] <= cursor + 1 && cursor <= held[held.len() - 1]);
                let after: Vec<u64> = ring.from(place).filter_map(|entry| match &entry.what {
                    What::Line(line) => line.sequence,
                    _ => None,
                }).collect();
                let expected: Vec<u64> = held.iter().copied().filter(|sequence| *sequence > cursor).collect();
                prop_assert_eq!(after, expected);
            }
        }
    }

    #[test]
    fn without_numbers_a_moment_is_found_when_what_is_older_is_held_too() {
        let mut ring = Ring::default();
        ring.append((3..12).map(line), 10_000);
        assert_eq!(ring.find(LogCursor::CreatedAt(1)), None, "lines of this moment may be gone");
        assert_eq!(ring.find(LogCursor::CreatedAt(2)), Some(3));
        assert_eq!(ring.find(LogCursor::CreatedAt(9)), Some(9));
    }

    #[test]
    fn a_gap_that_nobody_counted_stays_one_when_it_is_let_go() {
        let mut ring = Ring::default();
        ring.append([line(1), What::Gap { missed: Missed::Uncounted, through: None }, line(2), line(3)], 10_000);
        ring.trim(0);
        assert_eq!(ring.let_go_since(1), Missed::Uncounted);
        assert_eq!(ring.let_go_since(2), Missed::Lines(1));
    }

    #[test]
    fn numbers_that_begin_again_are_not_searched_for_in_those_before() {
        let mut ring = Ring::default();
        ring.append((1..9).map(line).chain([What::Begins { after: 2, again: true }, line(3), line(4)]), 10_000);
        assert_eq!(ring.find(LogCursor::Sequence(3)), Some(9));
        assert_eq!(ring.find(LogCursor::Sequence(7)), None);
    }
}
