//! The state of one service on one device (`image_install.status`, balena-api.md §6.5).

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `image_install.status`. Supervisors send some words in either case; what is not known is kept and shown as it came.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ServiceStatus {
    Downloading,
    Downloaded,
    Installing,
    Installed,
    Starting,
    Running,
    HandingOver,
    AwaitingHandover,
    Idle,
    Stopping,
    Stopped,
    Exited,
    Dead,
    Paused,
    Restarting,
    Removing,
    Deleting,
    /// The row of an image that is gone; never shown.
    Deleted,
    Configuring,
    Unknown,
    /// A word of a newer supervisor.
    Other(String),
}

/// What a state means to the eye: which hue and mark it gets (look.md §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// As it should be.
    Ok,
    /// Changing.
    Busy,
    /// Works, but not as it should.
    Warn,
    /// Does not work.
    Fail,
    /// Not there, or not meant to be.
    Idle,
}

const WORDS: [(ServiceStatus, &str, &str); 20] = [
    (ServiceStatus::Downloading, "Downloading", "Downloading"),
    (ServiceStatus::Downloaded, "Downloaded", "Downloaded"),
    (ServiceStatus::Installing, "Installing", "Installing"),
    (ServiceStatus::Installed, "Installed", "Installed"),
    (ServiceStatus::Starting, "Starting", "Starting"),
    (ServiceStatus::Running, "Running", "Running"),
    (ServiceStatus::HandingOver, "Handing over", "Handing over"),
    (ServiceStatus::AwaitingHandover, "Awaiting handover", "Awaiting handover"),
    (ServiceStatus::Idle, "Idle", "Idle"),
    (ServiceStatus::Stopping, "Stopping", "Stopping"),
    (ServiceStatus::Stopped, "Stopped", "Stopped"),
    (ServiceStatus::Exited, "exited", "Exited"),
    (ServiceStatus::Dead, "Dead", "Dead"),
    (ServiceStatus::Paused, "paused", "Paused"),
    (ServiceStatus::Restarting, "restarting", "Restarting"),
    (ServiceStatus::Removing, "removing", "Removing"),
    (ServiceStatus::Deleting, "Deleting", "Deleting"),
    (ServiceStatus::Deleted, "deleted", "Deleted"),
    (ServiceStatus::Configuring, "configuring", "Configuring"),
    (ServiceStatus::Unknown, "Unknown", "Unknown"),
];

impl ServiceStatus {
    /// The status a word stands for, in whatever case it came.
    pub fn from_word(word: &str) -> Self {
        WORDS
            .iter()
            .find(|(_, wire, _)| wire.eq_ignore_ascii_case(word))
            .map_or_else(|| Self::Other(word.to_owned()), |(status, _, _)| status.clone())
    }

    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(word) => word,
            known => WORDS.iter().find(|(status, _, _)| status == known).map_or("Unknown", |(_, wire, _)| wire),
        }
    }

    /// The word on screen.
    pub fn label(&self) -> &str {
        match self {
            Self::Other(word) => word,
            known => WORDS.iter().find(|(status, _, _)| status == known).map_or("Unknown", |(_, _, label)| label),
        }
    }

    /// Which hue and mark it gets.
    pub const fn tone(&self) -> Tone {
        match self {
            Self::Running => Tone::Ok,
            Self::Downloading
            | Self::Downloaded
            | Self::Installing
            | Self::Installed
            | Self::Starting
            | Self::HandingOver
            | Self::AwaitingHandover
            | Self::Configuring => Tone::Busy,
            Self::Restarting | Self::Other(_) | Self::Unknown => Tone::Warn,
            Self::Exited | Self::Dead => Tone::Fail,
            Self::Idle
            | Self::Stopping
            | Self::Stopped
            | Self::Paused
            | Self::Removing
            | Self::Deleting
            | Self::Deleted => Tone::Idle,
        }
    }

    /// Whether a shell can be opened in it.
    pub const fn has_process(&self) -> bool {
        matches!(self, Self::Running | Self::HandingOver | Self::AwaitingHandover | Self::Stopping)
    }
}

impl fmt::Display for ServiceStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl Serialize for ServiceStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ServiceStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <Cow<'de, str>>::deserialize(deserializer)?;
        Ok(Self::from_word(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_in_either_case_and_written_as_balena_does() {
        for (status, wire, _) in WORDS {
            assert_eq!(ServiceStatus::from_word(&wire.to_lowercase()), status);
            assert_eq!(ServiceStatus::from_word(&wire.to_uppercase()), status);
            assert_eq!(status.as_str(), wire);
        }
        assert_eq!(ServiceStatus::from_word("Warping").as_str(), "Warping");
    }
}
