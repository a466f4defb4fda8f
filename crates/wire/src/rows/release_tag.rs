//! A tag of a release (balena-api.md §6.6).

use serde::{Deserialize, Serialize};

use super::Row;

/// A release's tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseTagRow {
    pub id: i64,
    pub tag_key: String,
    pub value: String,
}

impl Row for ReleaseTagRow {
    const RESOURCE: &'static str = "release_tag";
    const SELECT: &'static [&'static str] = &["id", "tag_key", "value"];
}
