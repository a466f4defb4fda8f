//! Which rows of a long list are on the screen: arithmetic without the DOM.

use std::ops::Range;

/// Height of every row in px (components.md §22).
pub(super) const ROW: f64 = 20.0;
/// Rows kept ready above and below what is seen.
const OVERSCAN: usize = 12;
/// The window moves in steps of so many rows, so that slow scrolling redraws seldom.
const STEP: usize = 6;
/// No screen shows more rows than this.
const SEEN: usize = 250;
/// Wrapped rows have no fixed height, so only so many are laid out.
pub(super) const WRAPPED: usize = 400;

/// The rows to draw for a viewport of `height` px whose upper edge is `top` px into `rows` rows.
pub(super) fn window(top: f64, height: f64, rows: usize) -> Range<usize> {
    let first = whole(top / ROW).min(rows);
    // A parent that gives no height makes the viewport as long as the log: then it is cut here, not in the browser.
    let seen = (whole(height / ROW) + 2).min(SEEN);
    let start = first.saturating_sub(OVERSCAN) / STEP * STEP;
    let end = (first + seen + OVERSCAN).div_ceil(STEP) * STEP;
    start.min(rows)..end.min(rows)
}

/// The rows to draw when they wrap: around the marked one, or the newest.
pub(super) fn wrapped(rows: usize, marked: Option<usize>) -> Range<usize> {
    let end = marked.map_or(rows, |marked| (marked + WRAPPED / 2).min(rows));
    end.saturating_sub(WRAPPED)..end
}

/// Where to scroll so that `row` is seen, from `top`; unchanged if it is already.
pub(super) fn reveal(row: usize, top: f64, height: f64) -> f64 {
    let upper = pixels(row);
    if upper < top || upper + ROW > top + height { (upper - height / 2.0).max(0.0) } else { top }
}

/// The upper edge of a row.
pub(super) fn pixels(row: usize) -> f64 {
    // Far more rows than a log holds are exact in an f64.
    f64::from(u32::try_from(row).unwrap_or(u32::MAX)) * ROW
}

/// A count of rows out of a length in px; nothing for what is no length.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and nothing negative passes"
)]
pub(super) fn whole(value: f64) -> usize {
    value.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::{WRAPPED, pixels, reveal, window, wrapped};

    #[test]
    fn a_window_covers_the_viewport_and_little_more() {
        for (top, height, rows) in [(0.0, 400.0, 1000), (5003.0, 417.0, 1000), (19_600.0, 400.0, 1000), (0.0, 400.0, 3)]
        {
            let range = window(top, height, rows);
            assert!(range.end <= rows && range.len() <= 22 + 2 * 12 + 2 * 6, "{range:?}");
            assert!(pixels(range.start) <= top && (range.end == rows || pixels(range.end) >= top + height));
        }
        assert!(window(0.0, 2_000_000.0, 100_000).len() < 300);
        assert_eq!(window(-4.0, 0.0, 0), 0..0);
        assert_eq!(window(f64::NAN, f64::NAN, 5), 0..5);
    }

    #[test]
    fn wrapped_rows_are_bounded() {
        assert_eq!(wrapped(10, None), 0..10);
        assert_eq!(wrapped(5000, None), 5000 - WRAPPED..5000);
        let around = wrapped(5000, Some(1000));
        assert!(around.contains(&1000) && around.len() == WRAPPED);
    }

    #[test]
    fn revealing_what_is_seen_moves_nothing() {
        assert!((reveal(5, 40.0, 400.0) - 40.0).abs() < f64::EPSILON);
        assert!((reveal(100, 0.0, 400.0) - 1800.0).abs() < f64::EPSILON);
    }
}
