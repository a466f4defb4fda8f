//! What the platform's change bus says after a commit: which row changed, never what is in it.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Method};
use crate::live::Cursor;

/// The path of the long poll, which no balena API has.
pub const PATH: &str = "/binnacle/v1/changes";
/// The longest a poll waits, in seconds: within what proxies let an idle request be.
pub const MAX_WAIT: u64 = 55;

/// What changed after `since`, waiting up to `wait` seconds for something to change. Without `since`: where the bus is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetChanges {
    pub since: Option<Cursor>,
    pub wait: u64,
}

impl Endpoint for GetChanges {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = Changes;

    fn path(&self) -> String {
        match &self.since {
            // An epoch is hexadecimal: nothing of it needs an escape.
            Some(since) => format!("{PATH}?epoch={}&sequence={}&wait={}", since.epoch, since.sequence, self.wait),
            None => PATH.to_owned(),
        }
    }
}

/// An answer of the long poll; the next one asks from `cursor` on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub cursor: Cursor,
    /// What was missed is no longer known: read everything again.
    pub reset: bool,
    /// In order, each once; of the rows the caller may see.
    pub changes: Vec<Change>,
}

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
