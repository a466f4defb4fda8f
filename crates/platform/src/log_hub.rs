//! Wakes whoever follows a device's log when lines have been written.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// A signal per followed device. The lines themselves are read from the database, by number.
#[derive(Debug, Default)]
pub(crate) struct LogHub {
    followed: Mutex<HashMap<i64, watch::Sender<()>>>,
}

impl LogHub {
    /// Signals every write from now on.
    pub(crate) fn follow(&self, device: i64) -> watch::Receiver<()> {
        let mut followed = self.lock();
        followed.retain(|_, signal| signal.receiver_count() > 0);
        followed.entry(device).or_default().subscribe()
    }

    /// Lines of this device are on the disk.
    pub(crate) fn written(&self, device: i64) {
        if let Some(signal) = self.lock().get(&device) {
            signal.send_replace(());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, watch::Sender<()>>> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
