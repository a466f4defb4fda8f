//! What a person changes of a release: its words and tags, whether it is final or withdrawn, whether it exists.

use odata::Query;
use serde::Serialize;
use wire::rows::Row;
use wire::rows::release::ReleaseRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Writes through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseEdits(Hub);

/// The way to write.
pub fn use_release_edits() -> ReleaseEdits {
    ReleaseEdits(use_hub())
}

#[derive(Serialize, Default)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_issue_list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_final: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_invalidated: Option<bool>,
}

impl ReleaseEdits {
    /// What people should know of it.
    pub async fn note(self, release: i64, note: String) -> Result<(), Failure> {
        self.patch(release, Fields { note: Some(note), ..Fields::default() }).await
    }

    /// What is known to be wrong with it.
    pub async fn known_issues(self, release: i64, issues: String) -> Result<(), Failure> {
        self.patch(release, Fields { known_issue_list: Some(issues), ..Fields::default() }).await
    }

    /// A draft becomes final, for good.
    pub async fn finalise(self, release: i64) -> Result<(), Failure> {
        self.patch(release, Fields { is_final: Some(true), ..Fields::default() }).await
    }

    /// Takes it out of use, or back into it.
    pub async fn invalidate(self, release: i64, is_invalidated: bool) -> Result<(), Failure> {
        self.patch(release, Fields { is_invalidated: Some(is_invalidated), ..Fields::default() }).await
    }

    /// There is no such release any more.
    pub async fn delete(self, release: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().delete(Query::of(ReleaseRow::RESOURCE).id(release)).await)
    }

    async fn patch(self, release: i64, fields: Fields) -> Result<(), Failure> {
        self.0.heard(self.0.client().patch(Query::of(ReleaseRow::RESOURCE).id(release), &fields).await)
    }
}
