//! How long one question may keep the database at work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::error::StoreError;

/// As long as the balena API's database gives a statement (balena-api.md §11).
const LONGEST: Duration = Duration::from_mins(1);

/// So many steps of the database's machine between two looks at the clock.
const STEPS: i32 = 50_000;

/// The time left, from now on.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    begun: Instant,
    until: Arc<AtomicU64>,
}

impl Budget {
    pub(crate) fn new() -> Self {
        let budget = Self { begun: Instant::now(), until: Arc::new(AtomicU64::new(0)) };
        budget.renew();
        budget
    }

    /// All of it again, from now on: the caller has taken what was there.
    pub(crate) fn renew(&self) {
        let until = self.begun.elapsed() + LONGEST;
        self.until.store(u64::try_from(until.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Has the connection stop what it does when the time is up.
    pub(crate) fn bind(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let Self { begun, until } = self.clone();
        let is_up = move || begun.elapsed().as_millis() > u128::from(until.load(Ordering::Relaxed));
        Ok(connection.progress_handler(STEPS, Some(is_up))?)
    }
}
