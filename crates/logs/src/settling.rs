//! Lines of many devices that wait a moment, so that they come out in the order in which they were written.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

/// What waits, by the time it was written.
#[derive(Debug)]
struct Waiting<T> {
    at_ms: i64,
    /// Lines of one time stay in the order they came.
    turn: u64,
    what: T,
}

impl<T> Ord for Waiting<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at_ms, self.turn).cmp(&(other.at_ms, other.turn))
    }
}

impl<T> PartialOrd for Waiting<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Waiting<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T> Eq for Waiting<T> {}

/// A merging of streams. Whatever came `window_ms` ago has waited long enough: it leaves, and before it everything that was
/// written earlier. What comes later than that leaves at once, out of order but not lost.
#[derive(Debug)]
pub struct Settling<T> {
    window_ms: i64,
    waiting: BinaryHeap<Reverse<Waiting<T>>>,
    /// When something came, and the latest time written until then.
    came: VecDeque<(i64, i64)>,
    turns: u64,
}

impl<T> Settling<T> {
    pub fn new(window_ms: i64) -> Self {
        Self { window_ms, waiting: BinaryHeap::new(), came: VecDeque::new(), turns: 0 }
    }

    /// Something written at `at_ms` came at `now_ms`; both count milliseconds, each by its own clock.
    pub fn put(&mut self, at_ms: i64, now_ms: i64, what: T) {
        self.turns += 1;
        self.waiting.push(Reverse(Waiting { at_ms, turn: self.turns, what }));
        match self.came.back_mut() {
            Some((came, latest)) if *came >= now_ms => *latest = (*latest).max(at_ms),
            last => {
                let latest = last.map_or(at_ms, |(_, latest)| (*latest).max(at_ms));
                self.came.push_back((now_ms, latest));
            }
        }
    }

    /// What has waited long enough at `now_ms`, in the order it was written.
    pub fn take(&mut self, now_ms: i64) -> impl Iterator<Item = T> {
        let mut due = None;
        while let Some((_, latest)) = self.came.pop_front_if(|(came, _)| now_ms.saturating_sub(*came) >= self.window_ms)
        {
            due = Some(latest);
        }
        std::iter::from_fn(move || {
            let is_due = self.waiting.peek().is_some_and(|Reverse(first)| Some(first.at_ms) <= due);
            if is_due { self.waiting.pop().map(|Reverse(first)| first.what) } else { None }
        })
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn streams_that_come_late_are_merged_in_order() {
        let mut settling = Settling::new(500);
        for (at, now, what) in [(10, 0, "b"), (5, 100, "a"), (30, 200, "d"), (20, 450, "c")] {
            settling.put(at, now, what);
        }
        assert_eq!(settling.take(499).count(), 0);
        assert_eq!(settling.take(500).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(settling.take(700).collect::<Vec<_>>(), ["c", "d"]);
        settling.put(1, 800, "too late");
        assert_eq!((settling.len(), settling.take(1_300).next()), (1, Some("too late")));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_what_keeps_within_the_window_is_in_order(
            lines in prop::collection::vec((0_i64..100, 0_i64..40), 1..200),
        ) {
            let mut settling = Settling::new(50);
            let (mut out, mut now) = (Vec::new(), 0);
            // Each is written at `now`, and comes up to 40 ms later.
            let mut on_the_way: Vec<(i64, i64, usize)> = Vec::new();
            for (at, (pause, delay)) in lines.iter().enumerate() {
                now += 1 + pause % 20;
                on_the_way.push((now + delay, now, at));
            }
            on_the_way.sort_unstable();
            for (comes, written, at) in on_the_way {
                out.extend(settling.take(comes));
                settling.put(written, comes, at);
            }
            out.extend(settling.take(i64::MAX));
            prop_assert_eq!(out, (0..lines.len()).collect::<Vec<_>>());
        }
    }
}
