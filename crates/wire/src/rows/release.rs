//! A release of a fleet (balena-api.md §6.5).

use model::release_version::release_label;
use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;
use super::release_tag::ReleaseTagRow;

/// What a release is called, wherever another row points at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseName {
    pub id: i64,
    pub commit: String,
    pub raw_version: Option<String>,
}

impl ReleaseName {
    /// Its version, or its short commit.
    pub fn label(&self) -> &str {
        release_label(self.raw_version.as_deref(), &self.commit)
    }
}

impl Row for ReleaseName {
    const RESOURCE: &'static str = "release";
    const SELECT: &'static [&'static str] = &["id", "commit", "raw_version"];
}

/// A release in lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRow {
    pub id: i64,
    pub commit: String,
    pub raw_version: Option<String>,
    /// `running success failed error cancelled interrupted`.
    pub status: String,
    pub is_final: bool,
    pub is_invalidated: bool,
    /// `next current sunset end-of-life`.
    pub phase: Option<String>,
    /// `cloud local`.
    pub source: Option<String>,
    pub note: Option<String>,
    pub known_issue_list: Option<String>,
    pub created_at: Timestamp,
    pub start_timestamp: Option<Timestamp>,
    pub end_timestamp: Option<Timestamp>,
    pub is_finalized_at__date: Option<Timestamp>,
    /// Expanded as `/$count`: how many devices run it.
    #[serde(default)]
    pub is_running_on__device: Option<u64>,
    /// Expanded.
    #[serde(default)]
    pub release_tag: Vec<ReleaseTagRow>,
}

impl ReleaseRow {
    /// Its version, or its short commit.
    pub fn label(&self) -> &str {
        release_label(self.raw_version.as_deref(), &self.commit)
    }
}

impl Row for ReleaseRow {
    const RESOURCE: &'static str = "release";
    const SELECT: &'static [&'static str] = &[
        "id",
        "commit",
        "raw_version",
        "status",
        "is_final",
        "is_invalidated",
        "phase",
        "source",
        "note",
        "known_issue_list",
        "created_at",
        "start_timestamp",
        "end_timestamp",
        "is_finalized_at__date",
    ];
}
