//! Where services of one device find each other: a file in the shared volume.

use std::path::PathBuf;

/// Holds the web service's port.
pub(super) fn meeting_place() -> PathBuf {
    PathBuf::from("shared/web.port")
}
