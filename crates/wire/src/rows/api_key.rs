//! An API key as it may be read: what it is called and until when it works, never the key (balena-api.md §6.1).

use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyRow {
    pub id: i64,
    pub name: Option<String>,
    pub description: Option<String>,
    /// None: it never ends.
    pub expiry_date: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl Row for ApiKeyRow {
    const RESOURCE: &'static str = "api_key";
    const SELECT: &'static [&'static str] = &["id", "name", "description", "expiry_date", "created_at"];
}
