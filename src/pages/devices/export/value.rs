//! What stands in one cell of an export.

/// A value, before it is written as CSV or JSON.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Unknown,
    Text(String),
    Number(f64),
    /// Milliseconds since 1970.
    Moment(i64),
    /// Keys and values.
    Tags(Vec<(String, String)>),
}
