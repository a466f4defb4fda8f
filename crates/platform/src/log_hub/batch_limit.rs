//! How often a device may send a batch of lines: fifteen in ten seconds, then a pause (balena-api.md §11).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Batches in a window.
const BATCHES: u32 = 15;
/// A window, from its first batch on; and the pause after one too many.
const WINDOW: Duration = Duration::from_secs(10);
/// Beyond so many devices those whose window is over are forgotten.
const REMEMBERED: usize = 1_024;

/// Counts batches by device.
#[derive(Debug)]
pub(crate) struct BatchLimit {
    windows: Mutex<HashMap<i64, Window>>,
    allowed: u32,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    ends: Instant,
    count: u32,
}

impl BatchLimit {
    /// `factor` is `RATE_LIMIT_FACTOR`.
    pub(crate) fn new(factor: u32) -> Self {
        Self { windows: Mutex::default(), allowed: BATCHES.saturating_mul(factor.max(1)) }
    }

    /// Counts one batch; how long to wait when it is one too many.
    pub(crate) fn count(&self, device: i64, now: Instant) -> Result<(), Duration> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= REMEMBERED && windows.len().is_power_of_two() {
            windows.retain(|_, window| now < window.ends);
        }
        let window = windows.entry(device).or_insert(Window { ends: now + WINDOW, count: 0 });
        if now >= window.ends {
            *window = Window { ends: now + WINDOW, count: 0 };
        }
        window.count = window.count.saturating_add(1);
        if window.count <= self.allowed {
            return Ok(());
        }
        if window.count == self.allowed + 1 {
            window.ends = now + WINDOW;
        }
        Err(window.ends - now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_then_ten_seconds_for_each_device() {
        let limit = BatchLimit::new(1);
        let start = Instant::now();
        for _ in 0..15 {
            assert_eq!(limit.count(1, start), Ok(()));
        }
        let later = start + WINDOW / 2;
        assert_eq!(limit.count(1, later), Err(WINDOW));
        assert_eq!(limit.count(1, start + WINDOW), Err(WINDOW / 2), "the pause begins with the one too many");
        assert_eq!(limit.count(2, later), Ok(()));
        assert_eq!(limit.count(1, later + WINDOW), Ok(()));
    }
}
