//! A line of a device's log (balena-api.md §8), and the headers by which a device sends lines exactly once.

use serde::{Deserialize, Serialize};

/// The longest message kept, in characters; supervisors cut there too.
pub const MAX_MESSAGE_CHARS: usize = 10_000;

/// Names a device's run of numbered lines on `POST /device/v2/:uuid/log-stream`: 16 hexadecimal digits.
///
/// With [`LOG_OFFSET_HEADER`] it lets a device send again what it has no answer for, without a line kept twice.
/// Supervisors that do not send it are served as the balena API serves them.
pub const LOG_SESSION_HEADER: &str = "x-log-session";

/// The number, within the session, of the first line in the body.
pub const LOG_OFFSET_HEADER: &str = "x-log-offset";

/// What a device sends: NDJSON, one object a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceLogLine {
    /// Milliseconds since 1970 by the device's clock.
    pub timestamp: i64,
    pub message: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_system: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_std_err: bool,
    /// The service's id; absent on system lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_id: Option<i64>,
}

/// What readers get, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogLine {
    /// Milliseconds since 1970 at the server.
    pub created_at: i64,
    /// Milliseconds since 1970 by the device's clock.
    pub timestamp: i64,
    pub is_system: bool,
    pub is_std_err: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_id: Option<i64>,
    pub message: String,
    /// The line's number on its device, rising by one: a reader resumes by `?after=`. Only Binnacle's platform
    /// sends it, to who asks with `?after=` or `?sequence=1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
}

/// What a reader who asked for numbers gets in a line's place: lines that cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogGap {
    /// How many. 0 says only where the reader stands: at the beginning of a stream, or when numbers begin again.
    pub missed: u64,
    /// The number of the last of them: what follows has the next one.
    pub sequence: u64,
}
