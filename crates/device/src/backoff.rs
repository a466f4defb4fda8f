//! Waiting longer after every failure, never in step with others.

use std::time::Duration;

use rand::Rng;

/// Doubles from `first` up to `cap`; each wait is taken between half of it and all of it.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    first: Duration,
    cap: Duration,
    failures: u32,
}

impl Backoff {
    pub(crate) const fn new(first: Duration, cap: Duration) -> Self {
        Self { first, cap, failures: 0 }
    }

    /// After a success.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }

    /// After a failure: how long to wait.
    pub(crate) fn next(&mut self) -> Duration {
        self.ceiling().mul_f64(rand::rng().random_range(0.5..=1.0))
    }

    /// After a failure: how long to wait, without the dice.
    pub(crate) fn ceiling(&mut self) -> Duration {
        let whole = self.first.saturating_mul(2_u32.saturating_pow(self.failures)).min(self.cap);
        self.failures = self.failures.saturating_add(1);
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_cap_and_starts_over() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(5));
        let waits: Vec<u64> = (0..5).map(|_| backoff.ceiling().as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 5, 5]);
        for _ in 0..100 {
            assert!(backoff.next() <= Duration::from_secs(5));
        }
        backoff.reset();
        assert_eq!(backoff.ceiling(), Duration::from_secs(1));
    }
}
