//! Where every part of the agent writes what happens.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;
use wire::log_line::{DeviceLogLine, MAX_MESSAGE_CHARS};

use super::ring::Ring;

/// The device's log. Clones write to the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Journal(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    ring: Mutex<Ring>,
    written: Notify,
    emptied: Notify,
}

impl Journal {
    /// A message of the supervisor's own.
    pub(crate) fn system(&self, message: impl Into<String>) {
        let message = message.into();
        tracing::info!("{message}");
        self.write(message, None, false);
    }

    /// A line a service wrote.
    pub(crate) fn service(&self, service_id: i64, is_std_err: bool, message: String) {
        self.write(message, Some(service_id), is_std_err);
    }

    fn write(&self, message: String, service_id: Option<i64>, is_std_err: bool) {
        let line = DeviceLogLine {
            timestamp: now(),
            message: cut(message),
            is_system: service_id.is_none(),
            is_std_err,
            service_id,
        };
        self.ring().push(line);
        self.0.written.notify_one();
    }

    /// Waits until there is something to send.
    pub(super) async fn written(&self) {
        loop {
            let written = self.0.written.notified();
            if !self.ring().is_empty() {
                return;
            }
            written.await;
        }
    }

    /// Waits for the next write.
    pub(super) async fn more(&self) {
        self.0.written.notified().await;
    }

    /// The unacknowledged lines.
    pub(super) fn ring(&self) -> MutexGuard<'_, Ring> {
        self.0.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server has the first `count` lines.
    pub(super) fn acknowledge(&self, count: usize) {
        let mut ring = self.ring();
        ring.acknowledge(count);
        if ring.is_empty() {
            self.0.emptied.notify_waiters();
        }
    }

    /// Waits until the server has every line, but no longer than `limit`.
    pub(crate) async fn flushed(&self, limit: Duration) {
        let emptied = async {
            loop {
                let emptied = self.0.emptied.notified();
                if self.ring().is_empty() {
                    return;
                }
                emptied.await;
            }
        };
        drop(tokio::time::timeout(limit, emptied).await);
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// No longer than the API keeps; a cut is marked as supervisors mark it.
fn cut(mut message: String) -> String {
    const MARK: &str = "[...]";
    if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE_CHARS) {
        message.truncate(end);
        let keep = message.char_indices().nth(MAX_MESSAGE_CHARS - MARK.len()).map_or(message.len(), |(at, _)| at);
        message.truncate(keep);
        message.push_str(MARK);
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_are_cut_by_characters() {
        let whole = "é".repeat(MAX_MESSAGE_CHARS);
        assert_eq!(cut(whole.clone()), whole);
        let cut = cut("é".repeat(MAX_MESSAGE_CHARS + 1));
        assert_eq!(cut.chars().count(), MAX_MESSAGE_CHARS);
        assert!(cut.ends_with("é[...]"));
    }
}
