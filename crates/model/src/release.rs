//! A release as pages know it.

use crate::device::Tag;
use crate::release_ref::ReleaseRef;
use crate::timestamp::Timestamp;

/// A release in a fleet's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub id: i64,
    /// Its version, or its short commit.
    pub label: String,
    pub commit: String,
    pub state: ReleaseState,
    pub is_final: bool,
    pub is_invalidated: bool,
    /// `next`, `current`, `sunset` or `end-of-life`, if its maker says so.
    pub phase: Option<String>,
    /// Where it was built: `cloud` or `local`.
    pub source: Option<String>,
    pub note: Option<String>,
    pub known_issues: Option<String>,
    pub tags: Vec<Tag>,
    pub created_at: Timestamp,
    /// When its build began and ended.
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub finalized_at: Option<Timestamp>,
    /// How many devices say that they run it.
    pub devices: Option<u64>,
}

/// How its build ended (`release.status`, balena-api.md §6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseState {
    Building,
    Built,
    Failed,
    /// Cancelled or interrupted.
    Abandoned,
}

impl ReleaseState {
    /// The state a wire word stands for.
    pub fn from_word(word: &str) -> Self {
        match word {
            "success" => Self::Built,
            "failed" | "error" => Self::Failed,
            "cancelled" | "interrupted" => Self::Abandoned,
            _ => Self::Building,
        }
    }

    /// The word on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Building => "Building",
            Self::Built => "Success",
            Self::Failed => "Failed",
            Self::Abandoned => "Cancelled",
        }
    }
}

/// Where a release stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    Success,
    Draft,
    Building,
    Failed,
    Cancelled,
    Invalidated,
}

impl Standing {
    /// All of them, the usual first.
    pub const ALL: [Self; 6] =
        [Self::Success, Self::Draft, Self::Building, Self::Failed, Self::Cancelled, Self::Invalidated];

    /// The word on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::Draft => "Draft",
            Self::Building => "Building",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Invalidated => "Invalidated",
        }
    }

    /// The word in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Draft => "draft",
            Self::Building => "building",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Invalidated => "invalidated",
        }
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

impl Release {
    /// What others call it by.
    pub fn as_ref(&self) -> ReleaseRef {
        ReleaseRef { id: self.id, label: self.label.clone() }
    }

    /// How long its build took, in milliseconds, once it has ended.
    pub fn build_took(&self) -> Option<i64> {
        Some(self.ended_at?.since(self.started_at?)).filter(|took| *took >= 0)
    }

    /// One word for where it stands: what takes it out of use counts for more than how its build went.
    pub const fn standing(&self) -> Standing {
        match self.state {
            _ if self.is_invalidated => Standing::Invalidated,
            ReleaseState::Built if self.is_final => Standing::Success,
            ReleaseState::Built => Standing::Draft,
            ReleaseState::Building => Standing::Building,
            ReleaseState::Failed => Standing::Failed,
            ReleaseState::Abandoned => Standing::Cancelled,
        }
    }

    /// Whether a fleet that tracks its latest release would choose it (balena-api.md §6.5).
    pub const fn can_be_tracked(&self) -> bool {
        matches!(self.standing(), Standing::Success)
    }

    /// Whether a fleet or device can be pinned to it, or why not.
    pub const fn can_be_pinned(&self) -> Result<(), &'static str> {
        match self.state {
            ReleaseState::Built if self.is_invalidated => Err("The release is invalidated."),
            ReleaseState::Built => Ok(()),
            ReleaseState::Building => Err("The release is still being built."),
            ReleaseState::Failed => Err("The release failed to build."),
            ReleaseState::Abandoned => Err("The release's build was cancelled."),
        }
    }
}
