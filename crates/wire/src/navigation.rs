//! How OData rows point at each other: unexpanded `{"__id": 5}` or null, expanded an array of none or one.

use serde::{Deserialize, Serialize};

/// The envelope of every OData read: `{"d": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// The rows, or the number of a `/$count`.
    pub d: T,
}

/// An unexpanded to-one navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deferred {
    /// The id of the row pointed at.
    #[serde(rename = "__id")]
    pub id: i64,
}

/// An expanded to-one navigation: balena writes an array of none or one (balena-api.md §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ToOne<T>(Vec<T>);

impl<T> ToOne<T> {
    /// Points at `row`.
    pub fn of(row: T) -> Self {
        Self(vec![row])
    }

    /// The row pointed at.
    pub fn get(&self) -> Option<&T> {
        self.0.first()
    }

    /// The row pointed at, owned.
    pub fn into_inner(self) -> Option<T> {
        self.0.into_iter().next()
    }
}

impl<T> Default for ToOne<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
