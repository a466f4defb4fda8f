//! The bars of a density timeline as three paths: the rows, and above them a cap for warnings and one for errors.

use std::fmt::Write as _;

/// One bar: how many rows fall into its stretch of time, and how many of them are warnings and errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DensityBar {
    pub rows: u32,
    pub warnings: u32,
    pub errors: u32,
}

/// Height of the drawing, px: the tallest bar with both caps and a pixel between each.
pub(super) const HEIGHT: u32 = 36;
/// The tallest bar, px.
const TALLEST: f64 = 23.0;
/// The lowest bar, px: one row beside ten thousand can still be seen.
const LOWEST: f64 = 2.0;
/// The cap of warnings, px. That of errors is at least twice as high: the two differ by shape as well.
const WARNINGS: u32 = 2;
/// The cap of errors, px, from few to many.
const ERRORS: (f64, f64) = (4.0, 9.0);
/// Bars that stand closer than so many px have no gap between them.
const CLOSE: f64 = 3.0;

/// Path data on a grid of px, `HEIGHT` high.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paths {
    pub(super) rows: String,
    pub(super) warnings: String,
    pub(super) errors: String,
}

/// The bars side by side on `width` px, each on whole pixels so that none is blurred. Heights go by the square root of a
/// count: between a line a minute and a thousand both stay in sight.
pub(super) fn paths(bars: &[DensityBar], width: f64) -> Paths {
    let mut paths = Paths::default();
    let most = bars.iter().map(|bar| bar.rows).max().unwrap_or(0);
    let pitch = width / whole(bars.len());
    let gap = if pitch < CLOSE { 0.0 } else { 1.0 };
    for (at, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.rows > 0) {
        let left = (whole(at) * pitch).round();
        let wide = ((whole(at + 1) * pitch).round() - left - gap).max(1.0);
        let scaled = |count: u32| ((f64::from(count) / f64::from(most)).sqrt() * TALLEST).round();
        let mut bottom = HEIGHT;
        let mut block = |path: &mut String, high: f64| {
            // Writing to a string does not fail.
            let _ = write!(path, "M{left} {bottom}h{wide}v-{high}h-{wide}z");
            bottom = bottom.saturating_sub(pixels(high) + 1);
        };
        block(&mut paths.rows, scaled(bar.rows).clamp(LOWEST, TALLEST));
        if bar.warnings > 0 {
            block(&mut paths.warnings, f64::from(WARNINGS));
        }
        if bar.errors > 0 {
            block(&mut paths.errors, scaled(bar.errors).clamp(ERRORS.0, ERRORS.1));
        }
    }
    paths
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred bars")]
fn whole(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a height within the drawing")]
fn pixels(high: f64) -> u32 {
    high as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bar(rows: u32, warnings: u32, errors: u32) -> DensityBar {
        DensityBar { rows, warnings, errors }
    }

    #[test]
    fn caps_stand_on_their_bar_and_an_empty_bar_is_nothing() {
        let drawn = paths(&[bar(100, 1, 100), bar(0, 0, 0), bar(25, 0, 1)], 30.0);
        assert_eq!(drawn.rows, "M0 36h9v-23h-9zM20 36h9v-12h-9z");
        assert_eq!(drawn.warnings, "M0 12h9v-2h-9z");
        assert_eq!(drawn.errors, "M0 9h9v-9h-9zM20 23h9v-4h-9z");
    }

    #[test]
    fn one_row_beside_many_can_be_seen() {
        assert_eq!(paths(&[bar(1, 0, 0), bar(1_000_000, 0, 0)], 20.0).rows, "M0 36h9v-2h-9zM10 36h9v-23h-9z");
    }

    #[test]
    fn bars_that_stand_close_have_no_gaps_and_none_is_lost() {
        assert_eq!(paths(&[bar(1, 0, 0); 3], 4.0).rows, "M0 36h1v-23h-1zM1 36h2v-23h-2zM3 36h1v-23h-1z");
        assert_eq!(paths(&[bar(1, 0, 0); 200], 50.0).rows.matches('M').count(), 200);
        assert_eq!(paths(&[], 50.0), Paths::default());
    }

    proptest! {
        #[test]
        fn nothing_is_drawn_outside(
            counts in proptest::collection::vec((0u32.., 0u32.., 0u32..), 0..260), width in 0.0f64..4_000.0,
        ) {
            let bars: Vec<_> = counts.into_iter().map(|(rows, warnings, errors)| bar(rows, warnings, errors)).collect();
            let drawn = paths(&bars, width);
            for path in [drawn.rows, drawn.warnings, drawn.errors] {
                for block in path.split('z').filter(|block| !block.is_empty()) {
                    let bottom: f64 = block.split([' ', 'h']).nth(1).unwrap().parse().unwrap();
                    let high: f64 = block.split(['v', 'h']).nth(2).unwrap().parse::<f64>().unwrap().abs();
                    prop_assert!(bottom <= f64::from(HEIGHT) && bottom - high >= 0.0, "{block}");
                }
            }
        }
    }
}
