//! The values of fields, written as JSON and as JavaScript.

use super::quote;

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    Object(Fields),
}

/// Names (the API's own, never a person's text) and values.
pub type Fields = Vec<(&'static str, Value)>;

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl Value {
    /// As JSON.
    pub fn json(&self) -> String {
        match self {
            Self::Text(text) => quote::json(text),
            Self::Object(fields) => json(fields),
            other => other.plain(),
        }
    }

    /// As JavaScript.
    pub fn javascript(&self) -> String {
        match self {
            Self::Text(text) => quote::javascript(text),
            Self::Object(fields) => javascript(fields),
            other => other.plain(),
        }
    }

    /// As a literal of OData in an address.
    pub fn literal(&self) -> String {
        match self {
            Self::Text(text) => quote::address_literal(text),
            other => other.plain(),
        }
    }

    fn plain(&self) -> String {
        match self {
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Null | Self::Text(_) | Self::Object(_) => "null".to_owned(),
        }
    }
}

/// `{"a":1}`.
pub fn json(fields: &[(&'static str, Value)]) -> String {
    let parts: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{}", value.json())).collect();
    format!("{{{}}}", parts.join(","))
}

/// `{ a: 1 }`.
pub fn javascript(fields: &[(&'static str, Value)]) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let parts: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {}", value.javascript())).collect();
    format!("{{ {} }}", parts.join(", "))
}
