//! The frames of the `/live` WebSocket: JSON text both ways, many subscriptions over one socket.
//!
//! A subscription to rows brings invalidations, not rows: the page asks again for what changed, by the same queries
//! it began with, so there is one way to read. A subscription to a log brings the lines themselves.
//! Both resume: rows by `since` within one `epoch`, logs by the last line's number.

use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};

use crate::log_line::LogLine;

/// The most subscriptions one socket may hold.
pub const MAX_SUBSCRIPTIONS: usize = 64;
/// The largest frame the page may send, in bytes.
pub const MAX_CLIENT_FRAME: usize = 4_096;

/// What a subscription is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Topic {
    /// Every fleet the person may see, with its devices' states.
    Fleets,
    /// One fleet: its own row, its devices and releases.
    Fleet { id: i64 },
    /// One device: its own row, installs, tags.
    Device { id: i64 },
    /// One device's log: the last `count` lines (or all after `after`), then what comes.
    Log {
        uuid: DeviceUuid,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<u64>,
        #[serde(default)]
        count: u32,
    },
}

/// A position in the change bus: sequences are only comparable within one epoch (one run of the server).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub epoch: String,
    pub sequence: u64,
}

/// From the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ClientFrame {
    /// Begin. `id` is chosen by the page, unique on this socket.
    Subscribe {
        id: u32,
        topic: Topic,
        /// Where the page was when the former socket broke: it gets what it missed, or a `Reset`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Cursor>,
    },
    /// End.
    Unsubscribe { id: u32 },
    /// Asks for a `Pong`: a socket that is silent for long is judged by this.
    Ping,
}

/// A row the page may have to read again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChangedRow {
    /// The OData resource.
    pub resource: String,
    pub id: i64,
    /// The device it belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<i64>,
}

/// Where a log subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogState {
    /// History has been sent; lines come as they are written.
    Live,
    /// The stream broke; the gateway is trying again and will resume where it was.
    Lost,
}

/// From the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ServerFrame {
    /// The subscription stands, as of this position: read now, then follow.
    Subscribed {
        id: u32,
        cursor: Cursor,
    },
    /// These rows changed; coalesced over about 100 ms.
    Changed {
        id: u32,
        cursor: Cursor,
        rows: Vec<ChangedRow>,
    },
    /// The position asked for is gone: read everything again.
    Reset {
        id: u32,
        cursor: Cursor,
    },
    /// Lines of a log, oldest first.
    Log {
        id: u32,
        lines: Vec<LogLine>,
    },
    /// So many lines of a log are gone (trimmed before they could be read).
    LogGap {
        id: u32,
        missed: u64,
    },
    LogState {
        id: u32,
        state: LogState,
    },
    /// The subscription could not be made or has ended; the sentence says why.
    Refused {
        id: u32,
        message: String,
    },
    Pong,
}
