//! The parts of a release's page beyond its summary, as addresses under `/fleets/ID/releases/ID`.

use std::fmt;

/// A part of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReleaseTab {
    Composition,
    /// Of one image by number, or of the release as a whole.
    BuildLog(Option<i64>),
    Assets,
}

impl ReleaseTab {
    /// Where the last step of a path leads.
    pub(crate) fn read(part: &str, pairs: &[(String, String)]) -> Option<Self> {
        Some(match part {
            "composition" => Self::Composition,
            "log" => {
                Self::BuildLog(pairs.iter().find(|(key, _)| key == "image").and_then(|(_, value)| value.parse().ok()))
            }
            "assets" => Self::Assets,
            _ => return None,
        })
    }
}

/// What stands behind the release's number.
impl fmt::Display for ReleaseTab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Composition => f.write_str("/composition"),
            Self::BuildLog(None) => f.write_str("/log"),
            Self::BuildLog(Some(image)) => write!(f, "/log?image={image}"),
            Self::Assets => f.write_str("/assets"),
        }
    }
}
