//! The frames of the `/diagnostics` WebSocket: the page names a suite, the gateway runs its own script on the device's host.
//!
//! The page never sends a command (docs/adr/0025). One socket is one run; closing it ends the run.

use model::device_uuid::DeviceUuid;
use model::health::Finding;
use serde::{Deserialize, Serialize};

/// The largest frame the page may send, in bytes.
pub const MAX_CLIENT_FRAME: usize = 1_024;

/// What is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suite {
    /// The health checks: answers [`ServerFrame::Finding`]s.
    Checks,
    /// The report a person reads: answers [`ServerFrame::Text`].
    Report,
}

/// From the page: the first frame, and the only one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ClientFrame {
    Run { device: DeviceUuid, suite: Suite },
}

/// From the gateway. `Done` or `Failed` is the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ServerFrame {
    /// The device let the gateway in; the script runs.
    Running,
    Finding {
        finding: Finding,
    },
    /// Whole lines of the report.
    Text {
        text: String,
    },
    Done,
    /// It could not be run, or broke off; the sentence says why.
    Failed {
        message: String,
    },
}
