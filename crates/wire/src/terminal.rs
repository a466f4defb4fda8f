//! The frames of the `/terminal` WebSocket: binary frames are the terminal's bytes, text frames are these, as JSON.
//!
//! Flow control: the gateway sends at most [`WINDOW`] bytes beyond the last `Ack`; the page acknowledges what xterm
//! has parsed. The gateway keeps the last [`REPLAY`] bytes by offset, so a socket that broke resumes the same shell.

use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};

/// How many bytes may be on their way to the page.
pub const WINDOW: u64 = 256 * 1_024;
/// How many bytes of output the gateway keeps for a resume.
pub const REPLAY: usize = 2 * 1_024 * 1_024;
/// The largest frame the page may send, in bytes.
pub const MAX_CLIENT_FRAME: usize = 64 * 1_024;
/// A terminal's columns and rows are each from 1 to this.
pub const MAX_SIDE: u16 = 1_000;

/// Whose shell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Target {
    /// The host OS.
    Host,
    /// A service's container, by the service's name.
    Service { name: String },
}

/// From the page. The first frame is `Open` or `Resume`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ClientFrame {
    /// A new shell.
    Open {
        device: DeviceUuid,
        target: Target,
        columns: u16,
        rows: u16,
    },
    /// The same shell again: `received` is how many bytes of output the page has.
    Resume {
        session: String,
        received: u64,
        columns: u16,
        rows: u16,
    },
    Resize {
        columns: u16,
        rows: u16,
    },
    /// So many bytes of output, from the session's beginning, have been parsed.
    Ack {
        received: u64,
    },
    /// End the shell.
    Close,
    Ping {
        nonce: u32,
    },
}

/// From the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ServerFrame {
    /// The session to resume by; the next binary frame begins at byte `offset` of the output.
    /// After a resume an `offset` beyond `received` means that so many bytes in between are gone.
    Session {
        session: String,
        offset: u64,
    },
    State {
        state: State,
    },
    /// The shell ended. `code` is unknown when a signal or a broken link ended it.
    Exit {
        code: Option<u32>,
        message: String,
    },
    /// The terminal could not be opened at all; the sentence says why.
    Refused {
        message: String,
    },
    Pong {
        nonce: u32,
    },
}

/// Where the way to the shell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Tunnel and shell are being opened.
    Connecting,
    /// The device is off-line; the shell opens when it is back.
    WaitingForDevice,
    /// Bytes flow.
    Connected,
}
