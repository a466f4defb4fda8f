//! Why a report is refused as a whole, before it is held against the data (balena-api.md §7).

/// The body is no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body is not a report of a device")]
pub struct NotAReport;

/// Why a report in the old form is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LegacyError {
    #[error(transparent)]
    NotAReport(#[from] NotAReport),
    /// An id is not one; the sentence of the API.
    #[error("Invalid {0} ID value in request")]
    Id(&'static str),
}
