//! A service of a fleet (balena-api.md §6.5).

use serde::{Deserialize, Serialize};

use super::Row;
use crate::navigation::Deferred;

/// A service by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRow {
    pub id: i64,
    pub service_name: String,
    /// Whose it is.
    #[serde(default)]
    pub application: Option<Deferred>,
}

impl Row for ServiceRow {
    const RESOURCE: &'static str = "service";
    const SELECT: &'static [&'static str] = &["id", "service_name", "application"];
}
