//! What stands in one row of one column.

/// A value on its way in or out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Not known: last in any order, found by `-has:` only.
    Unknown,
    /// For texts, words and versions.
    Text(&'a str),
    /// For numbers in the column's unit, and for moments in milliseconds since 1970.
    Number(f64),
    /// Keys and values of tags.
    Tags(&'a [(&'a str, &'a str)]),
}

impl<'a> Cell<'a> {
    /// A text that may be missing.
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Unknown, Self::Text)
    }

    /// A number that may be missing.
    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Unknown, Self::Number)
    }

    /// A moment in milliseconds since 1970 that may be missing.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds are exact for 280,000 years")]
    pub fn moment(millis: Option<i64>) -> Self {
        millis.map_or(Self::Unknown, |millis| Self::Number(millis as f64))
    }
}
