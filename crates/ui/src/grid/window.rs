//! Which rows of a long list are in the DOM, and where to scroll so that one of them is seen.

use std::ops::Range;

/// The rows to render: those in sight of a scroller at `top` px that shows `height` px, and `overscan` more on either side.
/// Empty when nothing can be seen; never past `count`.
#[must_use]
pub(super) fn window(top: f64, height: f64, row: f64, count: usize, overscan: usize) -> Range<usize> {
    if count == 0 || row <= 0.0 || height <= 0.0 {
        return 0..0;
    }
    let first = whole((top.max(0.0) / row).floor()).min(count - 1);
    let end = whole(((top.max(0.0) + height) / row).ceil()).min(count);
    first.saturating_sub(overscan)..end.saturating_add(overscan).min(count).max(first + 1)
}

/// The scroll position that brings row `index` wholly into sight with the least movement; `None` when it is there already.
#[must_use]
pub(super) fn scroll_to(index: usize, top: f64, height: f64, row: f64) -> Option<f64> {
    let above = offset(index, row);
    let below = above + row - height;
    if above < top {
        Some(above)
    } else if below > top {
        Some(below.min(above))
    } else {
        None
    }
}

/// How far row `index` is from the top of the list, px.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "no list has 2^52 rows")]
pub(super) fn offset(index: usize, row: f64) -> f64 {
    index as f64 * row
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and saturates")]
fn whole(rows: f64) -> usize {
    rows as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{offset, scroll_to, window};

    #[test]
    fn holds_what_is_seen_and_a_little_more() {
        assert_eq!(window(0.0, 720.0, 36.0, 10_000, 10), 0..30);
        assert_eq!(window(3_600.0, 720.0, 36.0, 10_000, 10), 90..130);
        assert_eq!(window(359_300.0, 720.0, 36.0, 10_000, 10), 9_970..10_000);
        assert_eq!(window(0.0, 0.0, 36.0, 10_000, 10), 0..0);
        assert_eq!(window(900.0, 720.0, 36.0, 3, 10), 0..3);
    }

    #[test]
    fn scrolls_only_as_far_as_needed() {
        assert_eq!(scroll_to(5, 0.0, 720.0, 36.0), None);
        assert_eq!(scroll_to(20, 0.0, 720.0, 36.0), Some(36.0));
        assert_eq!(scroll_to(2, 360.0, 720.0, 36.0), Some(72.0));
        assert_eq!(scroll_to(4, 0.0, 20.0, 36.0), Some(144.0));
    }

    proptest! {
        #[test]
        fn every_row_in_sight_is_rendered(top in 0.0..400_000.0, height in 1.0..2_000.0, count in 0_usize..12_000, index in 0_usize..12_000) {
            let rows = window(top, height, 36.0, count, 8);
            prop_assert!(rows.end <= count && rows.start <= rows.end);
            let (start, end) = (offset(index, 36.0), offset(index + 1, 36.0));
            if index < count && end > top && start < top + height {
                prop_assert!(rows.contains(&index), "row {index} is in sight of {top}+{height} and not in {rows:?}");
            }
            prop_assert!(offset(rows.len(), 36.0) <= height + 36.0 * 19.0);
        }

        #[test]
        fn scrolling_to_a_row_shows_it(index in 0_usize..10_000, top in 0.0..300_000.0, height in 36.0..2_000.0) {
            let top = scroll_to(index, top, height, 36.0).unwrap_or(top);
            prop_assert!(offset(index, 36.0) >= top - 1e-6 && offset(index + 1, 36.0) <= top + height + 1e-6);
            prop_assert_eq!(scroll_to(index, top + 1e-7, height + 1e-3, 36.0).filter(|to| (to - top).abs() > 1e-3), None);
        }
    }
}
