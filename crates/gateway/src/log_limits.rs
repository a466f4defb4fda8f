//! How much the gateway holds of devices' logs, and for how long.

use std::time::Duration;

/// The bounds of all log subscriptions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLimits {
    /// For the lines of all devices that are followed, in bytes; each gets an equal share within what is sensible for one.
    pub ring_bytes: usize,
    /// A device's log is still read for so long when its last reader has gone: pages that are loaded again find it.
    pub linger: Duration,
    /// Who reads with somebody else's stream is asked about again this often.
    pub recheck: Duration,
}

impl Default for LogLimits {
    fn default() -> Self {
        Self { ring_bytes: 256 * 1_024 * 1_024, linger: Duration::from_secs(10), recheck: Duration::from_mins(1) }
    }
}
