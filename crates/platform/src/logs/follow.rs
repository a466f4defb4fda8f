//! A device's log as a stream: what is there after a line, then what comes, read from the database by number.
//!
//! The signal only says that there is more. So nothing is lost or doubled between history and what comes, and a slow
//! reader holds no memory: it finds what it can when it reads, and is told how much was trimmed meanwhile.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use store::error::StoreError;
use tokio::sync::watch;
use tokio::time::timeout;
use wire::log_line::LogLine;

use crate::state::Shared;

/// Lines read at once.
const PAGE: usize = 1_000;

/// Where a follower of a device's log is.
#[derive(Debug)]
pub(crate) struct Follower {
    pub(crate) state: Shared,
    pub(crate) device: i64,
    /// The last line it has.
    pub(crate) position: u64,
    pub(crate) signal: watch::Receiver<()>,
    /// What to send before anything else.
    pub(crate) first: Vec<LogLine>,
}

impl Follower {
    /// NDJSON that does not end by itself.
    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
        let heartbeat = self.state.config.log_heartbeat;
        futures_util::stream::unfold(self, move |mut follower| async move {
            let bytes = follower.next(heartbeat).await?;
            Some((Ok(bytes), follower))
        })
    }

    async fn next(&mut self, heartbeat: Duration) -> Option<Bytes> {
        let first = std::mem::take(&mut self.first);
        if !first.is_empty() {
            return Some(ndjson(&first));
        }
        loop {
            self.signal.borrow_and_update();
            match self.page().await {
                Ok(lines) if lines.is_empty() => {}
                Ok(lines) => return Some(ndjson(&lines)),
                Err(error) => {
                    tracing::warn!(device = self.device, %error, "a log stream ended");
                    return None;
                }
            }
            let shutdown = self.state.shutdown.clone();
            tokio::select! {
                waited = timeout(heartbeat, self.signal.changed()) => match waited {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) => return None,
                    Err(_) => return Some(Bytes::from_static(b"\n")),
                },
                () = shutdown.cancelled() => return None,
            }
        }
    }

    async fn page(&mut self) -> Result<Vec<LogLine>, StoreError> {
        let (device, after) = (self.device, self.position);
        let mut lines = self.state.store.read(move |c| store::logs::after(c, device, after, PAGE)).await?;
        let first = lines.first().and_then(|line| line.sequence);
        if let Some(last) = lines.last().and_then(|line| line.sequence) {
            self.position = last;
        }
        if let Some(missed) = first.and_then(|first| first.checked_sub(after + 1)).filter(|missed| *missed > 0) {
            lines.insert(0, gap(missed, after + missed));
        }
        Ok(lines)
    }
}

/// The line that stands for those trimmed before they were read, in the API's words (balena-api.md §8).
fn gap(missed: u64, sequence: u64) -> LogLine {
    let now = store::clock::now_ms();
    LogLine {
        created_at: now,
        timestamp: now,
        is_system: true,
        is_std_err: true,
        service_id: None,
        message: format!("Warning: Suppressed {missed} message(s) due to slow reading"),
        sequence: Some(sequence),
    }
}

fn ndjson(lines: &[LogLine]) -> Bytes {
    let mut text = Vec::with_capacity(lines.len() * 160);
    for line in lines {
        if serde_json::to_writer(&mut text, line).is_ok() {
            text.push(b'\n');
        }
    }
    Bytes::from(text)
}
