//! How long to wait before the API is asked again: longer each time, and spread, so that readers do not come back as one.

use std::time::Duration;

use rand::Rng;

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(5);

/// The next wait.
#[derive(Debug)]
pub(crate) struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Backoff {
    /// How long to wait now.
    pub(crate) fn next(&mut self) -> Duration {
        let wait = self.0.mul_f64(rand::rng().random_range(0.5..1.0));
        self.0 = (self.0 * 2).min(LONGEST);
        wait
    }

    /// It has answered.
    pub(crate) fn reset(&mut self) {
        self.0 = FIRST;
    }
}
