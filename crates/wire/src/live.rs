//! The frames of the `/live` WebSocket: JSON text both ways, many subscriptions over one socket.
//!
//! A subscription to rows brings invalidations, not rows: the page asks again for what changed, by the same queries
//! it began with, so there is one way to read. A subscription to logs brings the lines themselves, of one device or of
//! thousands. Both resume: rows by `since` within one `epoch`, logs by each device's own position.

use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};

use crate::log_line::LogLine;
use crate::log_position::{LogCursor, Missed};

/// The most subscriptions one socket may hold.
pub const MAX_SUBSCRIPTIONS: usize = 64;
/// The largest frame the page may send, in bytes.
pub const MAX_CLIENT_FRAME: usize = 16_384;
/// The most devices one [`ClientFrame::Follow`] or [`ClientFrame::Unfollow`] may name; more take more frames.
pub const MAX_DEVICES_IN_FRAME: usize = 100;
/// The most devices one subscription to logs may follow.
pub const MAX_FOLLOWED: usize = 10_000;

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
    /// Logs, of the devices that [`ClientFrame::Follow`] names once the subscription is asked for.
    Logs {
        /// Only lines of these services (by id); `None` brings all. What is not asked for is not sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        services: Option<Vec<i64>>,
        /// Lines of the device itself, which have no service.
        system: bool,
        /// How much of its past each device brings, in lines, when it is followed without a cursor.
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
    /// Follow these devices' logs too, in a subscription to [`Topic::Logs`]. One that is followed already stays as it is.
    Follow { id: u32, devices: Vec<LogDevice> },
    /// No longer follow these. Each is answered by a part that says so, followed or not.
    Unfollow { id: u32, devices: Vec<DeviceUuid> },
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

/// A device whose log is to be followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogDevice {
    pub uuid: DeviceUuid,
    /// Where the page was when the former socket broke: it gets what it missed, or a gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<LogCursor>,
}

impl From<DeviceUuid> for LogDevice {
    /// From its last lines on.
    fn from(uuid: DeviceUuid) -> Self {
        Self { uuid, after: None }
    }
}

/// What there is of one device's log. Its members happen in the order in which they stand here; a device may have several
/// parts in one frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPart {
    pub device: DeviceUuid,
    /// Lines that did not come, before those of this part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<LogMissed>,
    /// Oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LogLine>,
    /// The number up to which everything has been sent, passed over as not asked for, or counted as missed. Where a source is
    /// filtered the last line's number does not say so. A part without lines whose number is lower than what came before says
    /// that the API's numbers begin again after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<LogState>,
    /// It is followed no longer, or could not be; the sentence says why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The answer to [`ClientFrame::Unfollow`], for each device it named: what came before is of the former following, what comes
    /// after is of a new one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfollowed: bool,
}

impl LogPart {
    /// A part with nothing in it.
    pub fn of(device: DeviceUuid) -> Self {
        Self { device, missed: None, lines: Vec::new(), through: None, state: None, refused: None, unfollowed: false }
    }
}

/// Lines that did not come: trimmed before they could be read, or passed over because the page reads too slowly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LogMissed {
    /// How many; `None` where the API does not number its lines, so that nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<u64>,
}

impl LogMissed {
    /// As it is sent.
    pub fn of(missed: Missed) -> Option<Self> {
        match missed {
            Missed::None => None,
            Missed::Lines(lines) => Some(Self { lines: Some(lines) }),
            Missed::Uncounted => Some(Self { lines: None }),
        }
    }

    /// What was sent.
    pub fn read(sent: Option<Self>) -> Missed {
        match sent {
            None => Missed::None,
            Some(Self { lines: Some(lines) }) => Missed::lines(lines),
            Some(Self { lines: None }) => Missed::Uncounted,
        }
    }
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
    /// What there is of logs, in order for each device; between devices there is none.
    Logs {
        id: u32,
        parts: Vec<LogPart>,
    },
    /// The subscription could not be made or has ended; the sentence says why.
    Refused {
        id: u32,
        message: String,
    },
    Pong,
}
