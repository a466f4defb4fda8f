//! What is wrong with a URL, and where.

/// The URL is not in the dialect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at character {at})")]
pub struct ParseError {
    /// Byte offset into the URL as it was given, without the leading slash.
    pub at: usize,
    /// A sentence for people, without a full stop.
    pub message: String,
}
