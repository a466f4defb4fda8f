//! The rate that all downloads of a device share.

use std::num::NonZeroU64;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Lets bytes pass one after another, each at its time.
#[derive(Debug)]
pub(crate) struct Limiter {
    rate: Option<NonZeroU64>,
    free_at: Mutex<Option<Instant>>,
}

impl Limiter {
    /// `None` does not limit. Bytes a second otherwise.
    pub(crate) const fn new(rate: Option<NonZeroU64>) -> Self {
        Self { rate, free_at: Mutex::new(None) }
    }

    /// Waits until `bytes` more may have been taken.
    pub(crate) async fn take(&self, bytes: usize) {
        let Some(rate) = self.rate else { return };
        let cost = Duration::from_nanos(
            u64::try_from(
                u128::try_from(bytes).unwrap_or(u128::MAX).saturating_mul(1_000_000_000) / u128::from(rate.get()),
            )
            .unwrap_or(u64::MAX),
        );
        let until = {
            let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            let until = free_at.map_or(now, |at| at.max(now)) + cost;
            *free_at = Some(until);
            until
        };
        sleep_until(until).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn two_downloads_share_the_rate() {
        let limiter = Limiter::new(NonZeroU64::new(1_000));
        let began = Instant::now();
        let download = async || {
            for _ in 0..10 {
                limiter.take(500).await;
            }
        };
        tokio::join!(download(), download());
        assert_eq!(began.elapsed().as_millis() / 10, 1_000);
    }

    #[tokio::test(start_paused = true)]
    async fn no_rate_no_wait() {
        let began = Instant::now();
        Limiter::new(None).take(usize::MAX).await;
        assert_eq!(began.elapsed(), Duration::ZERO);
    }
}
