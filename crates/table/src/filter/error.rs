//! Why a text is no filter: where, and what could stand there.

use std::ops::Range;

/// The text stops being a filter at `at` (bytes).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FilterError {
    pub at: Range<usize>,
    /// A sentence that says what is wrong and what is expected.
    pub message: String,
}

impl FilterError {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}
