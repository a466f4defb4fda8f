//! What the live socket tells the page.

use wire::live::{ChangedRow, LogState};
use wire::log_line::LogLine;

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
    /// Lines of a log, none of them told before.
    Log(Vec<LogLine>),
    /// So many lines are gone.
    LogGap(u64),
    LogState(LogState),
    /// It could not be made or has ended.
    Refused(String),
}
