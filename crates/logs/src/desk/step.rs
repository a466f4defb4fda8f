//! Going from row to row by what they are.

use serde::{Deserialize, Serialize};

/// What the next row has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// Any row that passes the filter.
    Row,
    /// One with the text that is looked for.
    Hit,
}

/// A step from a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Where from; from the end when nothing is marked.
    pub from: Option<u64>,
    pub target: Target,
    pub is_forward: bool,
}
