//! The time a density timeline covers, and how a selection in it changes: by dragging and by keys, a bar at a time.

/// A selection, in ms: from inclusive, to exclusive. None is everything.
pub(super) type Chosen = Option<(i64, i64)>;

/// What of the selection is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grip {
    /// Nothing: a new one is drawn.
    New,
    Start,
    End,
    /// Its middle: both edges move.
    Whole,
}

/// How far a key moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Bars(i64),
    First,
    Last,
}

/// So many bars of one span, from a moment on, ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    from: i64,
    span: i64,
    bars: i64,
}

impl Extent {
    pub(super) fn new(from_ms: i64, span_ms: i64, bars: usize) -> Self {
        Self { from: from_ms, span: span_ms.max(1), bars: i64::try_from(bars).unwrap_or(i64::MAX) }
    }

    pub(super) fn from(self) -> i64 {
        self.from
    }

    /// The end of the last bar.
    pub(super) fn until(self) -> i64 {
        self.from.saturating_add(self.span.saturating_mul(self.bars))
    }

    /// The beginning of a bar.
    pub(super) fn start_of(self, bar: usize) -> i64 {
        let bar = i64::try_from(bar).unwrap_or(i64::MAX);
        self.from.saturating_add(self.span.saturating_mul(bar)).min(self.until())
    }

    /// Where a moment stands, 0–1.
    #[expect(clippy::cast_precision_loss, reason = "a place on a few thousand px")]
    pub(super) fn share(self, at: i64) -> f64 {
        let whole = self.until().saturating_sub(self.from);
        if whole > 0 { (at.saturating_sub(self.from) as f64 / whole as f64).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The moment that stands at a share of the width; outside of 0–1 at the nearer end.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a pointer is no finer than a px")]
    pub(super) fn at(self, share: f64) -> i64 {
        let whole = self.until().saturating_sub(self.from);
        self.from.saturating_add((whole as f64 * share.clamp(0.0, 1.0)) as i64).min(self.until())
    }

    /// The bar a moment falls into.
    pub(super) fn bar(self, at: i64) -> usize {
        let bar = (at.saturating_sub(self.from) / self.span).min(self.bars.saturating_sub(1));
        usize::try_from(bar).unwrap_or(0)
    }

    /// The two edges of a selection as far as they are in sight.
    pub(super) fn edges(self, chosen: Chosen) -> (i64, i64) {
        let Some((start, end)) = chosen else { return (self.from, self.until()) };
        let (start, end) = (self.held(start), self.held(end));
        (start, end.max(start))
    }

    /// The selection after `grip` was dragged from one moment to another; `edges` are those it had at first. New ones and
    /// moved edges stand between bars.
    pub(super) fn dragged(self, grip: Grip, edges: (i64, i64), begun: i64, now: i64) -> Chosen {
        let by = now.saturating_sub(begun);
        match grip {
            Grip::New => {
                let (first, last) = (self.bar(begun.min(now)), self.bar(begun.max(now)));
                self.kept(self.start_of(first), self.start_of(last + 1))
            }
            Grip::Start => self.with_start(self.nearest(edges.0.saturating_add(by)), edges.1),
            Grip::End => self.with_end(edges.0, self.nearest(edges.1.saturating_add(by))),
            Grip::Whole => self.shifted(edges, rounded(by, self.span).saturating_mul(self.span)),
        }
    }

    /// The selection after a key.
    pub(super) fn stepped(self, grip: Grip, chosen: Chosen, step: Step) -> Chosen {
        let edges = self.edges(chosen);
        let to = |now: i64| match step {
            Step::Bars(bars) => now.saturating_add(bars.saturating_mul(self.span)),
            Step::First => self.from,
            Step::Last => self.until(),
        };
        match grip {
            Grip::Start => self.with_start(to(edges.0), edges.1),
            Grip::End => self.with_end(edges.0, to(edges.1)),
            // Everything cannot be moved.
            Grip::New | Grip::Whole if chosen.is_none() => None,
            Grip::New | Grip::Whole => self.shifted(edges, to(edges.0).saturating_sub(edges.0)),
        }
    }

    fn with_start(self, start: i64, end: i64) -> Chosen {
        let start = self.held(start.min(end.saturating_sub(self.span)));
        self.kept(start, end.max(start.saturating_add(self.span)))
    }

    fn with_end(self, start: i64, end: i64) -> Chosen {
        let end = self.held(end.max(start.saturating_add(self.span)));
        self.kept(start.min(end.saturating_sub(self.span)), end)
    }

    fn shifted(self, (start, end): (i64, i64), by: i64) -> Chosen {
        let (least, most) = (self.from.saturating_sub(start), self.until().saturating_sub(end));
        let by = by.min(most).max(least);
        self.kept(start.saturating_add(by), end.saturating_add(by))
    }

    /// What covers everything is no selection: the rows that come next are wanted as well.
    fn kept(self, start: i64, end: i64) -> Chosen {
        (start > self.from || end < self.until()).then_some((start, end))
    }

    fn held(self, at: i64) -> i64 {
        at.min(self.until()).max(self.from)
    }

    /// The nearest place between two bars.
    fn nearest(self, at: i64) -> i64 {
        let bars = rounded(at.saturating_sub(self.from), self.span);
        self.held(self.from.saturating_add(bars.saturating_mul(self.span)))
    }
}

/// How many times `unit` goes into `number`, to the nearest.
fn rounded(number: i64, unit: i64) -> i64 {
    number.saturating_add(unit / 2).div_euclid(unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Ten bars of ten.
    fn ten() -> Extent {
        Extent::new(1_000, 10, 10)
    }

    #[test]
    fn moments_and_places() {
        let ten = ten();
        assert_eq!((ten.from(), ten.until(), ten.start_of(3), ten.start_of(30)), (1_000, 1_100, 1_030, 1_100));
        assert_eq!((ten.at(0.5), ten.at(-1.0), ten.at(7.0)), (1_050, 1_000, 1_100));
        assert_eq!((ten.bar(1_000), ten.bar(1_019), ten.bar(1_100), ten.bar(0)), (0, 1, 9, 0));
        assert!((ten.share(1_025) - 0.25).abs() < 1e-9 && ten.share(0) < 1e-9);
        assert_eq!(ten.edges(None), (1_000, 1_100));
        assert_eq!(ten.edges(Some((900, 1_020))), (1_000, 1_020));
        assert_eq!(ten.edges(Some((0, 10))), (1_000, 1_000));
    }

    #[test]
    fn dragging_selects_the_bars_it_touches() {
        let drag = |begun, now| ten().dragged(Grip::New, (0, 0), begun, now);
        assert_eq!(drag(1_023, 1_047), Some((1_020, 1_050)));
        assert_eq!(drag(1_047, 1_023), Some((1_020, 1_050)));
        assert_eq!(drag(1_023, 1_024), Some((1_020, 1_030)));
        assert_eq!(drag(1_001, 1_100), None, "everything is no selection");
    }

    #[test]
    fn edges_move_between_bars_and_never_meet() {
        let drag = |grip, now| ten().dragged(grip, (1_020, 1_050), 1_030, now);
        assert_eq!(drag(Grip::Start, 1_044), Some((1_030, 1_050)));
        assert_eq!(drag(Grip::Start, 1_099), Some((1_040, 1_050)));
        assert_eq!(drag(Grip::Start, 0), Some((1_000, 1_050)));
        assert_eq!(drag(Grip::End, 1_000), Some((1_020, 1_030)));
        assert_eq!(drag(Grip::End, 9_000), Some((1_020, 1_100)));
        assert_eq!(drag(Grip::Whole, 1_046), Some((1_040, 1_070)));
        assert_eq!(drag(Grip::Whole, 9_000), Some((1_070, 1_100)), "as wide as before, at the end");
        assert_eq!(drag(Grip::Whole, 0), Some((1_000, 1_030)));
    }

    #[test]
    fn keys_move_an_edge_or_the_whole() {
        let key = |grip, step| ten().stepped(grip, Some((1_020, 1_050)), step);
        assert_eq!(key(Grip::Start, Step::Bars(1)), Some((1_030, 1_050)));
        assert_eq!(key(Grip::Start, Step::Bars(10)), Some((1_040, 1_050)));
        assert_eq!(key(Grip::Start, Step::First), Some((1_000, 1_050)));
        assert_eq!(key(Grip::Start, Step::Last), Some((1_040, 1_050)));
        assert_eq!(key(Grip::End, Step::First), Some((1_020, 1_030)));
        assert_eq!(key(Grip::End, Step::Last), Some((1_020, 1_100)));
        assert_eq!(key(Grip::Whole, Step::Bars(-1)), Some((1_010, 1_040)));
        assert_eq!(key(Grip::Whole, Step::Last), Some((1_070, 1_100)));
    }

    #[test]
    fn from_everything_an_edge_begins_a_selection() {
        let key = |grip, step| ten().stepped(grip, None, step);
        assert_eq!(key(Grip::Start, Step::Bars(1)), Some((1_010, 1_100)));
        assert_eq!(key(Grip::End, Step::Bars(-10)), Some((1_000, 1_010)));
        assert_eq!(key(Grip::Start, Step::Bars(-1)), None);
        assert_eq!(key(Grip::Whole, Step::Bars(1)), None);
    }

    proptest! {
        #[test]
        fn no_numbers_break_it(
            from: i64, span: i64, bars in 0usize..300, one: i64, two: i64, begun: i64, now: i64, share: f64, by: i64,
        ) {
            let extent = Extent::new(from, span, bars);
            extent.bar(extent.at(share));
            extent.share(one);
            for grip in [Grip::New, Grip::Start, Grip::End, Grip::Whole] {
                extent.dragged(grip, extent.edges(Some((one, two))), begun, now);
                for step in [Step::Bars(by), Step::First, Step::Last] {
                    extent.stepped(grip, Some((one, two)), step);
                }
            }
        }

        #[test]
        fn a_selection_is_at_least_a_bar_and_within(
            one in 0i64..1_300, two in 0i64..1_300, begun in 900i64..1_200, now in 900i64..1_200, by in -20i64..20,
        ) {
            let ten = ten();
            let chosen = Some((one.min(two), one.max(two)));
            for grip in [Grip::New, Grip::Start, Grip::End] {
                for made in [ten.dragged(grip, ten.edges(chosen), begun, now), ten.stepped(grip, chosen, Step::Bars(by))] {
                    let Some((start, end)) = made else { continue };
                    prop_assert!(1_000 <= start && end <= 1_100, "{grip:?} {made:?}");
                    prop_assert!(grip == Grip::New || end - start >= 10, "{grip:?} {made:?}");
                }
            }
        }
    }
}
