//! How rings wake the subscriptions that read them: each device that has something new is named once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::Notify;

/// The devices of one subscription that have something new, by the subscription's own numbers for them.
#[derive(Debug, Default)]
pub(crate) struct News {
    waiting: Mutex<Vec<u32>>,
    woken: Notify,
}

impl News {
    /// Waits until there is any.
    pub(crate) async fn wait(&self) {
        while self.lock().is_empty() {
            self.woken.notified().await;
        }
    }

    /// Takes what there is, in the order in which it came.
    pub(crate) fn take(&self) -> Vec<u32> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<u32>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One subscription's eye on one device.
#[derive(Debug)]
pub(crate) struct Watch {
    news: Arc<News>,
    number: u32,
    is_named: AtomicBool,
    refused: OnceLock<&'static str>,
}

impl Watch {
    /// For the device that the subscription knows by this number.
    pub(crate) fn new(news: Arc<News>, number: u32) -> Self {
        Self { news, number, is_named: AtomicBool::new(false), refused: OnceLock::new() }
    }

    /// There is something new.
    pub(crate) fn wake(&self) {
        if !self.is_named.swap(true, Ordering::AcqRel) {
            self.news.lock().push(self.number);
            self.news.woken.notify_one();
        }
    }

    /// To be called before looking: what comes after is named again.
    pub(crate) fn look(&self) {
        self.is_named.store(false, Ordering::Release);
    }

    /// The API refuses this reader.
    pub(crate) fn refuse(&self, why: &'static str) {
        let _ = self.refused.set(why);
        self.wake();
    }

    /// Why the API refuses this reader, if it does.
    pub(crate) fn refused(&self) -> Option<&'static str> {
        self.refused.get().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_device_is_named_once_until_it_is_looked_at() {
        let news = Arc::new(News::default());
        let (one, other) = (Watch::new(Arc::clone(&news), 1), Watch::new(Arc::clone(&news), 2));
        for _ in 0..3 {
            one.wake();
            other.wake();
        }
        news.wait().await;
        assert_eq!(news.take(), [1, 2]);
        one.wake();
        assert!(news.take().is_empty());
        one.look();
        one.wake();
        assert_eq!(news.take(), [1]);
        other.refuse("no");
        assert_eq!(other.refused(), Some("no"));
    }
}
