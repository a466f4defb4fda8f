//! A release as pages know it.

use crate::timestamp::Timestamp;

/// What a release is called and found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReleaseRef {
    pub id: i64,
    /// Its version, or its short commit.
    pub label: String,
}

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
    pub note: Option<String>,
    pub created_at: Timestamp,
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
            Self::Built => "Ready",
            Self::Failed => "Failed",
            Self::Abandoned => "Cancelled",
        }
    }
}

impl Release {
    /// What others call it by.
    pub fn as_ref(&self) -> ReleaseRef {
        ReleaseRef { id: self.id, label: self.label.clone() }
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
