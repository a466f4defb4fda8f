//! What the worker tells a page. JSON text, one message each; a file comes as an object beside it ([`BLOB`]).

use serde::{Deserialize, Serialize};

/// The key of the object that bears a file.
pub const BLOB: &str = "blob";
/// The key of its feed's number.
pub const FEED: &str = "feed";
/// The key of how many rows it holds.
pub const ROWS: &str = "rows";

/// A message from the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tell {
    /// It listens.
    Ready,
    /// Its socket broke and is tried again after so many milliseconds, or (`None`) stands.
    Link { retry_in_ms: Option<u32> },
    /// About one log of the page.
    Desk { feed: u32, tell: logs::desk::tell::Tell },
    /// A message of the page could not be read: page and worker are of different versions.
    Unreadable,
}
