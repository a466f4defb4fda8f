//! What a page asks of the worker. JSON text, one message each.

use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};
use wire::log_position::LogCursor;

/// A message to the worker. `feed` is the page's own number of a log that it has open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    Open {
        feed: u32,
        source: Source,
    },
    Close {
        feed: u32,
    },
    /// Names of services by id; lines of a service wait a moment for its name.
    Services {
        feed: u32,
        names: Vec<(i64, String)>,
    },
    Follow {
        feed: u32,
        devices: Vec<Followed>,
    },
    Unfollow {
        feed: u32,
        devices: Vec<DeviceUuid>,
    },
    /// Whose lines are kept in this browser from now on, in logs that are [whole](Source::is_whole); `None` keeps none. What is kept
    /// already stays until it is forgotten.
    Keep {
        owner: Option<Owner>,
    },
    /// About one log.
    Desk {
        feed: u32,
        ask: logs::desk::ask::Ask,
    },
    /// Does not wait for the next try of the socket.
    RetryNow,
}

/// A person at one API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub api_host: String,
    pub user_id: i64,
}

/// What a log is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Lines of several devices, merged by the server's time; else of one, in its own order and by its own clock.
    pub is_merged: bool,
    /// Most rows held.
    pub rows: usize,
    /// Most bytes held.
    pub bytes: usize,
    /// How many lines of a device's past are asked for.
    pub history: u32,
    /// Only lines of these services are asked for; `None` for all.
    pub services: Option<Vec<i64>>,
    /// Lines of the devices themselves, too.
    pub system: bool,
}

impl Source {
    /// Nothing is left out at the source: what is missing was lost.
    pub fn is_whole(&self) -> bool {
        self.services.is_none() && self.system
    }
}

/// A device and the name it is shown by, which no other device of the log has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    pub uuid: DeviceUuid,
    pub name: String,
    /// Where to begin in place of the last lines.
    pub after: Option<LogCursor>,
}
