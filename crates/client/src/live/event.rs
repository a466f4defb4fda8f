//! What the live socket tells the page.

use model::device_uuid::DeviceUuid;
use wire::live::{ChangedRow, LogState};
use wire::log_line::LogLine;
use wire::log_position::Missed;

/// Where the socket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The first connection is being made.
    Connecting,
    /// Frames come.
    Live,
    /// It broke; it is tried again after so many milliseconds.
    Lost { retry_in_ms: u32 },
}

/// Something for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiveEvent {
    Link(Link),
    /// A subscription is for one of the page's ids.
    Topic {
        id: u32,
        event: TopicEvent,
    },
}

/// Something about one subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopicEvent {
    /// It stands for the first time: what was read before may be old.
    Subscribed,
    /// These rows changed.
    Changed(Vec<ChangedRow>),
    /// Everything may have changed.
    Reset,
    /// Logs, in order for each device; lines are none that were told before.
    Logs(Vec<DeviceLog>),
    /// It could not be made or has ended.
    Refused(String),
}

/// What came of one device's log; happens in the order of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLog {
    pub device: DeviceUuid,
    /// The API counts its lines anew from here on: numbers that come are lower than those before.
    pub is_renumbered: bool,
    /// Lines that are gone, before those that came; never `Missed::None`.
    pub missed: Option<Missed>,
    /// Oldest first.
    pub lines: Vec<LogLine>,
    pub state: Option<LogState>,
    /// It is followed no longer; the sentence says why.
    pub refused: Option<String>,
}

impl DeviceLog {
    /// Nothing of this device.
    pub fn of(device: DeviceUuid) -> Self {
        Self { device, is_renumbered: false, missed: None, lines: Vec::new(), state: None, refused: None }
    }
}
