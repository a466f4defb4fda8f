//! The columns a write sets, as rules look at them and complete them.

use std::collections::BTreeMap;

use rusqlite::types::Value;

/// Column by column; what is not named is left as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(pub(super) BTreeMap<&'static str, Value>);

impl Values {
    pub(super) fn has(&self, column: &str) -> bool {
        self.0.contains_key(column)
    }

    /// The text being set; none if it is not set or set to null.
    pub(super) fn text(&self, column: &str) -> Option<&str> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The number, truth or id being set; none if it is not set or set to null.
    pub(super) fn integer(&self, column: &str) -> Option<i64> {
        match self.0.get(column) {
            Some(Value::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn set(&mut self, column: &'static str, value: impl Into<Value>) {
        self.0.insert(column, value.into());
    }

    /// Sets it unless it is set already, even to null.
    pub(super) fn set_default(&mut self, column: &'static str, value: impl Into<Value>) {
        self.0.entry(column).or_insert_with(|| value.into());
    }

    pub(super) fn remove(&mut self, column: &str) -> Option<Value> {
        self.0.remove(column)
    }
}
