//! How much of an image is here, by bytes.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the bytes of all layers of one image and tells whole percents as they are reached.
pub(crate) struct Progress<'a> {
    total: u64,
    done: AtomicU64,
    told: AtomicU64,
    tell: &'a (dyn Fn(u8) + Sync),
}

impl<'a> Progress<'a> {
    pub(crate) fn new(total: u64, tell: &'a (dyn Fn(u8) + Sync)) -> Self {
        Self { total, done: AtomicU64::new(0), told: AtomicU64::new(0), tell }
    }

    /// So many bytes more are here, or (negative) have to be fetched again.
    pub(crate) fn add(&self, bytes: i64) {
        let done = if bytes < 0 {
            self.done.fetch_sub(bytes.unsigned_abs(), Ordering::Relaxed).saturating_sub(bytes.unsigned_abs())
        } else {
            self.done.fetch_add(bytes.unsigned_abs(), Ordering::Relaxed).saturating_add(bytes.unsigned_abs())
        };
        let percent = percent(done, self.total);
        // It never runs backwards on screen: a layer that was damaged is fetched again behind the same number.
        if self.told.fetch_max(percent.into(), Ordering::Relaxed) < percent.into() {
            (self.tell)(percent);
        }
    }
}

impl std::fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progress").field("done", &self.done).field("total", &self.total).finish_non_exhaustive()
    }
}

/// Whole percents, rounded down, 100 only when all is here.
fn percent(done: u64, total: u64) -> u8 {
    if total == 0 {
        return 100;
    }
    u8::try_from(u128::from(done.min(total)) * 100 / u128::from(total)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn percents_rise_strictly() {
        let told = Mutex::new(Vec::new());
        let tell = |percent| told.lock().unwrap().push(percent);
        let progress = Progress::new(1_000, &tell);
        for bytes in [100, 5, 400, -400, 400, 495] {
            progress.add(bytes);
        }
        assert_eq!(*told.lock().unwrap(), [10, 50, 100]);
        assert_eq!(percent(999_999, 1_000_000), 99);
        assert_eq!(percent(0, 0), 100);
    }
}
