//! The order of a grid, as asked for by its headings.

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// Which column orders the rows, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The id of the column.
    pub column: &'static str,
    /// Its direction.
    pub direction: Direction,
}

impl Sort {
    /// What a press on the heading of `column` asks for: ascending at first, then the other way.
    pub(super) fn pressed(now: Option<Self>, column: &'static str) -> Self {
        let direction = match now {
            Some(Self { column: same, direction: Direction::Ascending }) if same == column => Direction::Descending,
            _ => Direction::Ascending,
        };
        Self { column, direction }
    }
}
