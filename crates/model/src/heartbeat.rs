//! The API heartbeat: what a device's polling says about it (balena-api.md §7).

use serde::{Deserialize, Serialize};

/// `api_heartbeat_state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeartbeatState {
    /// The device asked for its target state within 1.5 poll intervals.
    Online,
    /// It is late.
    Timeout,
    /// It has been late for longer than the grace period.
    Offline,
    /// It never asked.
    #[default]
    Unknown,
}

/// The grace between `timeout` and `offline` unless the server is told otherwise, in milliseconds.
pub const TIMEOUT_GRACE_MS: i64 = 15_000;

impl HeartbeatState {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Timeout => "timeout",
            Self::Offline => "offline",
            Self::Unknown => "unknown",
        }
    }

    /// The state `age_ms` after the last poll of a device that polls every `poll_ms`:
    /// online for 1.5 poll intervals, then `timeout` for `grace_ms`, then `offline`.
    pub const fn after(age_ms: i64, poll_ms: i64, grace_ms: i64) -> Self {
        let late = poll_ms.saturating_mul(3) / 2;
        if age_ms < late {
            Self::Online
        } else if age_ms < late.saturating_add(grace_ms) {
            Self::Timeout
        } else {
            Self::Offline
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_after_one_and_a_half_polls_gone_after_the_grace() {
        let state = |age| HeartbeatState::after(age, 10_000, TIMEOUT_GRACE_MS);
        assert_eq!(state(0), HeartbeatState::Online);
        assert_eq!(state(14_999), HeartbeatState::Online);
        assert_eq!(state(15_000), HeartbeatState::Timeout);
        assert_eq!(state(30_000), HeartbeatState::Offline);
    }
}
