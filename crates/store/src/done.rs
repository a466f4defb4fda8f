//! What a domain write answers: its value and the rows it changed.

use crate::changed_row::ChangedRow;

/// A write's value, and what the platform publishes after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<T> {
    pub value: T,
    pub changed: Vec<ChangedRow>,
}
