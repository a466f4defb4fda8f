//! A tag of a fleet (balena-api.md §6.6).

use serde::{Deserialize, Serialize};

use super::Row;

/// A fleet's tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationTagRow {
    pub id: i64,
    pub tag_key: String,
    pub value: String,
}

impl Row for ApplicationTagRow {
    const RESOURCE: &'static str = "application_tag";
    const SELECT: &'static [&'static str] = &["id", "tag_key", "value"];
}
