//! Whether a log is kept in the browser, and what can be asked about that.

use serde::{Deserialize, Serialize};

/// How it stands with keeping a log; told when it changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Keeping {
    /// Nobody has chosen it.
    #[default]
    Off,
    /// What is kept is being read.
    Reading,
    Kept {
        lines: u64,
        /// When the oldest of them came to the server, in milliseconds since the Unix epoch; `None` while nothing is kept.
        since_ms: Option<i64>,
        /// How many of its devices are kept.
        devices: u32,
    },
    /// Its stream is of some services only: the lines of the others would be missing for good.
    Filtered,
    /// It cannot be; the sentence says why.
    Refused(String),
}

/// What a reader wants of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeepWish {
    /// Tries again after [`Keeping::Refused`].
    Again,
    /// Forgets what is kept of this log's devices; what comes is kept.
    ForgetThis,
    /// Forgets all that this browser keeps, and keeps nothing more until it is chosen again.
    ForgetAll,
}
