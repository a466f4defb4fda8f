//! Where rows lie in a space that is scrolled: arithmetic without the DOM.
//!
//! The space has room for every row at one height. Rows that wrap, or are open, are higher than that: so the block of rows that
//! is drawn keeps the place that it has for the reader, and is brought back to where it belongs when it has drifted far, or an end
//! is reached.

/// Height of a row in px (components.md §22), and of a dense one.
pub(super) const ROW: f64 = 20.0;
pub(super) const DENSE_ROW: f64 = 16.0;
/// No browser scrolls further than this in px (Firefox 17.8 million).
const MOST: f64 = 15_000_000.0;
/// Room under the last row, in px.
const FOOT: f64 = 8.0;

/// The space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Space {
    pub(super) rows: u32,
    /// px for each.
    pub(super) pitch: f64,
}

/// The rows drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Block {
    pub(super) first: u32,
    pub(super) rows: u32,
    /// Its upper edge in the space, in px.
    pub(super) top: f64,
    pub(super) height: f64,
}

impl Space {
    pub(super) fn of(rows: u32, row_height: f64) -> Self {
        let pitch = if rows == 0 { row_height } else { row_height.min(MOST / f64::from(rows)) };
        Self { rows, pitch }
    }

    /// Never less than what is drawn.
    pub(super) fn height(self, block: Block) -> f64 {
        (f64::from(self.rows) * self.pitch).max(block.height) + FOOT
    }

    /// The upper edge of a row, were all of one height.
    pub(super) fn edge(self, row: u32) -> f64 {
        f64::from(row) * self.pitch
    }

    /// The row at `top`, were all of one height.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, and it is bounded")]
    pub(super) fn row_at(self, top: f64) -> u32 {
        ((top / self.pitch).max(0.0) as u32).min(self.rows.saturating_sub(1))
    }

    /// Where a block belongs: at an end exactly, else where it would be were all rows of one height.
    pub(super) fn home(self, block: Block) -> f64 {
        if block.first == 0 {
            0.0
        } else if block.first + block.rows >= self.rows {
            (self.height(block) - FOOT - block.height).max(0.0)
        } else {
            self.edge(block.first)
        }
    }

    /// How far a block has to be moved, and the reader with it: nothing while it is about where it belongs. `leeway` in px.
    pub(super) fn drift(self, block: Block, leeway: f64) -> f64 {
        let home = self.home(block);
        let is_end = block.first == 0 || block.first + block.rows >= self.rows;
        let off = home - block.top;
        let end = block.top + block.height;
        if (is_end && off.abs() > 0.5) || off.abs() > leeway || block.top < 0.0 || end > self.height(block) {
            off
        } else {
            0.0
        }
    }
}

/// How many rows of this height a viewport shows, and one more.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, and it is bounded")]
pub(super) fn seen(height: f64, row_height: f64) -> u32 {
    // A parent that gives no height makes the viewport as long as the log: then it is cut here, not in the browser.
    ((height / row_height).max(0.0) as u32 + 2).min(250)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_rows_fit_into_what_a_browser_scrolls() {
        let space = Space::of(1_000_000, ROW);
        assert!(space.height(Block::default()) <= MOST + FOOT);
        assert_eq!(space.row_at(space.edge(999_999) + 0.1), 999_999);
        assert_eq!(space.row_at(1e12), 999_999);
        assert_eq!(space.row_at(f64::NAN), 0);
        assert!((Space::of(100, ROW).pitch - ROW).abs() < f64::EPSILON);
        assert_eq!(Space::of(0, ROW).row_at(5.0), 0);
    }

    #[test]
    fn a_block_is_moved_only_when_it_drifted_far_or_has_an_end() {
        let space = Space::of(1_000, ROW);
        let block = |first, top| Block { first, rows: 100, top, height: 2_600.0 };
        assert!(space.drift(block(500, 10_300.0), 1_000.0).abs() < f64::EPSILON);
        assert!((space.drift(block(500, 12_000.0), 1_000.0) + 2_000.0).abs() < f64::EPSILON);
        assert!((space.drift(block(0, 40.0), 1_000.0) + 40.0).abs() < f64::EPSILON);
        // The last row ends where the space does.
        assert!((space.home(block(900, 0.0)) - (20_000.0 - 2_600.0)).abs() < f64::EPSILON);
        // Fewer rows than a screen, all of them high.
        assert!(Space::of(3, ROW).home(Block { first: 0, rows: 3, top: 9.0, height: 300.0 }).abs() < f64::EPSILON);
    }

    #[test]
    fn a_viewport_shows_a_bounded_number_of_rows() {
        assert_eq!(seen(400.0, ROW), 22);
        assert_eq!(seen(2e9, ROW), 250);
        assert_eq!(seen(f64::NAN, ROW), 2);
    }
}
