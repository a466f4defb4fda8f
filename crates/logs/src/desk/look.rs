//! What a page wants to see.

use serde::{Deserialize, Serialize};

use crate::filter::Filter;

/// A wish, answered by a [`super::shown::Shown`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Rises with every wish; the answer bears it, so that a page knows which of its wishes is answered.
    pub turn: u32,
    pub filter: Filter,
    /// Rows that are alike and follow each other are one.
    pub folded: bool,
    pub window: Window,
    /// The marked row: where it stands is answered.
    pub mark: Option<u64>,
    /// The first row that came after the reader stopped following: those that pass from there on are counted.
    pub since: Option<u64>,
    /// Most bytes of a row's text; what is beyond is left out and said so.
    pub text_limit: u32,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Window {
    /// The newest.
    End { rows: u32 },
    /// Those from a position on.
    At { first: u32, rows: u32 },
    /// A row by its number (or the next that passes), with so many before it and after it. Its place is answered.
    Around { number: u64, before: u32, after: u32 },
}

impl Default for Look {
    fn default() -> Self {
        Self {
            turn: 0,
            filter: Filter::default(),
            folded: false,
            window: Window::End { rows: 0 },
            mark: None,
            since: None,
            text_limit: 1_200,
        }
    }
}
