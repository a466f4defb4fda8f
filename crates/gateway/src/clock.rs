//! The wall clock in whole seconds, as tokens and cookies count.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// How long until `at` (seconds since 1970); nothing when it has passed.
pub(crate) fn until(at: i64) -> Duration {
    Duration::from_secs(u64::try_from(at.saturating_sub(now())).unwrap_or(0))
}
