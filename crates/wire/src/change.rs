//! What the platform's change bus says after a commit: which row changed, never what is in it.

use serde::{Deserialize, Serialize};

/// One row changed, came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Rises by one with every change of one run of the bus.
    pub sequence: u64,
    /// The OData resource: `device`, `image_install`, `release`, …
    pub resource: String,
    pub id: i64,
    /// The fleet it belongs to.
    pub application: Option<i64>,
    /// The device it belongs to (a device's own row, its installs, its tags, …).
    pub device: Option<i64>,
}
