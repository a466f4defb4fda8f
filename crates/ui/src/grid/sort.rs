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

/// One column that orders the rows, and how; what stands first decides first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The id of the column.
    pub column: String,
    /// Its direction.
    pub direction: Direction,
}

/// A press on a heading: what it means is the caller's to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortPress {
    /// The id of the column.
    pub column: String,
    /// With Shift: beside the columns that order already.
    pub is_added: bool,
}
