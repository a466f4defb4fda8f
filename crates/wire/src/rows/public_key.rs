//! An SSH key of a person (balena-api.md §6.1).

use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;

/// One key, the public half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKeyRow {
    pub id: i64,
    pub title: String,
    /// As it stands in an `authorized_keys` file.
    pub public_key: String,
    pub created_at: Timestamp,
}

impl Row for PublicKeyRow {
    const RESOURCE: &'static str = "user__has__public_key";
    const SELECT: &'static [&'static str] = &["id", "title", "public_key", "created_at"];
}
