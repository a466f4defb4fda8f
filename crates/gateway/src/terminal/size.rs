//! A terminal's size, checked.

use wire::terminal::MAX_SIDE;

/// Columns and rows, each from 1 to [`MAX_SIDE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
}

impl Size {
    /// The size, if it is one.
    pub(crate) fn new(columns: u16, rows: u16) -> Option<Self> {
        let fits = |side| (1..=MAX_SIDE).contains(&side);
        (fits(columns) && fits(rows)).then_some(Self { columns, rows })
    }
}
