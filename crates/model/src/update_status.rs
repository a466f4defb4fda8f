//! How far a device is with a release, as its supervisor reports it (`update_status`, devices.md).

use serde::{Deserialize, Serialize};

/// `update_status`, worst first: of several releases the device row carries the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UpdateStatus {
    /// The release's requirements are not met.
    #[serde(rename = "rejected")]
    Rejected,
    /// The update was given up.
    #[serde(rename = "aborted")]
    Aborted,
    /// Image layers are on their way.
    #[serde(rename = "downloading")]
    Downloading,
    /// All layers are there; usually it waits here for an update lock.
    #[serde(rename = "downloaded")]
    Downloaded,
    /// Services are being exchanged.
    #[serde(rename = "applying changes")]
    ApplyingChanges,
    /// The release runs.
    #[serde(rename = "done")]
    Done,
}

impl UpdateStatus {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Aborted => "aborted",
            Self::Downloading => "downloading",
            Self::Downloaded => "downloaded",
            Self::ApplyingChanges => "applying changes",
            Self::Done => "done",
        }
    }

    /// The word on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rejected => "Rejected",
            Self::Aborted => "Aborted",
            Self::Downloading => "Downloading",
            Self::Downloaded => "Downloaded",
            Self::ApplyingChanges => "Applying changes",
            Self::Done => "Done",
        }
    }

    /// What a device row carries when it reports several releases: the worst.
    pub fn worst(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().min()
    }
}
