//! The API heartbeat: `online` on a poll, `timeout` after one and a half poll intervals, then `offline` (balena-api.md §7).
//!
//! A poll only moves a deadline in memory; the database is written when the state changes. How long a device may be silent
//! is what its last answer told it: a changed interval counts from the poll that brought it on. After a restart every
//! device that was online has its full time again, since it could not poll while the server was away.

use std::collections::HashMap;
use std::future::poll_fn;
use std::time::Duration;

use model::heartbeat::HeartbeatState;
use store::clock::now_ms;
use store::connectivity::{self, Heard};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::time::DelayQueue;
use tokio_util::time::delay_queue::Key;

use crate::beat::Beat;
use crate::state::Shared;

/// What a device's deadline means.
#[derive(Debug, Clone, Copy)]
struct Awaited {
    key: Key,
    state: HeartbeatState,
}

struct Beats {
    state: Shared,
    deadlines: DelayQueue<i64>,
    awaited: HashMap<i64, Awaited>,
}

/// Runs until the platform shuts down. `polled` brings the devices that polled; `known` are those that did before.
pub(crate) async fn run(state: Shared, mut polled: UnboundedReceiver<Beat>, known: Vec<Heard>) {
    let shutdown = state.shutdown.clone();
    let mut beats = Beats { state, deadlines: DelayQueue::new(), awaited: HashMap::new() };
    for Heard { device, state, poll_interval_ms } in known {
        match state {
            HeartbeatState::Online => beats.arm(device, state, late_after(poll_interval_ms)),
            HeartbeatState::Timeout => beats.arm(device, state, beats.state.config.timeout_grace),
            HeartbeatState::Offline | HeartbeatState::Unknown => {}
        }
    }
    loop {
        tokio::select! {
            beat = polled.recv() => match beat {
                Some(beat) => beats.polled(beat),
                None => return,
            },
            expired = poll_fn(|cx| beats.deadlines.poll_expired(cx)), if !beats.deadlines.is_empty() => {
                if let Some(expired) = expired {
                    beats.expired(expired.into_inner()).await;
                }
            }
            () = shutdown.cancelled() => return,
        }
    }
}

/// A heartbeat is late after one and a half poll intervals.
fn late_after(poll_interval_ms: i64) -> Duration {
    // Beyond what a timer can wait, a device is never late.
    const LONGEST: Duration = Duration::from_hours(24 * 365);
    Duration::from_millis(poll_interval_ms.max(0).unsigned_abs().saturating_mul(3) / 2).min(LONGEST)
}

impl Beats {
    fn arm(&mut self, device: i64, state: HeartbeatState, wait: Duration) {
        if let Some(awaited) = self.awaited.get_mut(&device) {
            awaited.state = state;
            self.deadlines.reset(&awaited.key, wait);
        } else {
            let key = self.deadlines.insert(device, wait);
            self.awaited.insert(device, Awaited { key, state });
        }
    }

    fn polled(&mut self, Beat { device, poll_interval_ms, written }: Beat) {
        let was = self.awaited.get(&device).map(|awaited| awaited.state);
        self.arm(device, HeartbeatState::Online, late_after(poll_interval_ms));
        if was != Some(HeartbeatState::Online) {
            // Beside the others: when ten thousand devices come back at once, their rows share commits.
            let state = Shared::clone(&self.state);
            self.state.tasks.spawn(async move {
                write(&state, device, HeartbeatState::Online).await;
                drop(written);
            });
        }
    }

    async fn expired(&mut self, device: i64) {
        let Some(awaited) = self.awaited.remove(&device) else { return };
        if awaited.state == HeartbeatState::Online {
            self.arm(device, HeartbeatState::Timeout, self.state.config.timeout_grace);
            write(&self.state, device, HeartbeatState::Timeout).await;
        } else {
            write(&self.state, device, HeartbeatState::Offline).await;
        }
    }
}

async fn write(state: &Shared, device: i64, to: HeartbeatState) {
    let written = state.write_rows(move |c| connectivity::set_heartbeat(c, device, to, now_ms())).await;
    if let Err(error) = written {
        tracing::error!(device, %error, "a heartbeat could not be written down");
    }
}
