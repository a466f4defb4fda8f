//! What an expression is: `PostgreSQL`, which the balena API asks, refuses to compare what is not alike.

use std::fmt;

use crate::model_description::resource::Kind;

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Truth,
    /// Of 32 bits.
    Whole,
    /// Of 64 bits.
    Long,
    Number,
    Text,
    /// Milliseconds in SQL.
    Moment,
    /// `2026-01-31` in SQL.
    Day,
    /// Milliseconds in SQL.
    Span,
    Json,
}

impl Type {
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Whole | Self::Long | Self::Number)
    }

    pub(super) const fn is_time(self) -> bool {
        matches!(self, Self::Moment | Self::Day)
    }
}

impl From<Kind> for Type {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Integer | Kind::Reference(_) => Self::Whole,
            Kind::BigInteger => Self::Long,
            Kind::Text => Self::Text,
            Kind::Boolean => Self::Truth,
            Kind::Timestamp => Self::Moment,
            Kind::Json | Kind::WebResource => Self::Json,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truth => "true or false",
            Self::Whole => "a whole number of 32 bits",
            Self::Long => "a whole number",
            Self::Span => "a duration",
            Self::Number => "a number",
            Self::Text => "text",
            Self::Moment => "a moment",
            Self::Day => "a day",
            Self::Json => "JSON",
        })
    }
}

/// An expression as SQL; without a type it is null.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) sql: String,
    pub(super) of: Option<Type>,
}

impl Typed {
    pub(super) fn new(sql: impl Into<String>, of: Type) -> Self {
        Self { sql: sql.into(), of: Some(of) }
    }
}
