//! The API heartbeat: `online` on a poll, `timeout` after one and a half poll intervals, then `offline` (balena-api.md §7).
//!
//! A poll only moves a deadline in memory; the database is written when the state changes. After a restart every device
//! that was online has its full time again, since it could not poll while the server was away.

use std::collections::HashMap;
use std::future::poll_fn;
use std::time::Duration;

use model::heartbeat::HeartbeatState;
use store::clock::now_ms;
use store::connectivity;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::time::DelayQueue;
use tokio_util::time::delay_queue::Key;

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
    late: Duration,
    grace: Duration,
}

/// Runs until the platform shuts down. `polled` brings the ids of devices that polled.
pub(crate) async fn run(state: Shared, mut polled: UnboundedReceiver<i64>, known: Vec<(i64, HeartbeatState, i64)>) {
    let late = state.config.poll_interval * 3 / 2;
    let grace = state.config.timeout_grace;
    let shutdown = state.shutdown.clone();
    let mut beats = Beats { state, deadlines: DelayQueue::new(), awaited: HashMap::new(), late, grace };
    for (device, state, _) in known {
        if matches!(state, HeartbeatState::Online | HeartbeatState::Timeout) {
            beats.arm(device, state);
        }
    }
    loop {
        tokio::select! {
            device = polled.recv() => match device {
                Some(device) => beats.polled(device).await,
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

impl Beats {
    fn arm(&mut self, device: i64, state: HeartbeatState) {
        let wait = if state == HeartbeatState::Online { self.late } else { self.grace };
        if let Some(awaited) = self.awaited.get_mut(&device) {
            awaited.state = state;
            self.deadlines.reset(&awaited.key, wait);
        } else {
            let key = self.deadlines.insert(device, wait);
            self.awaited.insert(device, Awaited { key, state });
        }
    }

    async fn polled(&mut self, device: i64) {
        let was = self.awaited.get(&device).map(|awaited| awaited.state);
        self.arm(device, HeartbeatState::Online);
        if was != Some(HeartbeatState::Online) {
            self.write(device, HeartbeatState::Online).await;
        }
    }

    async fn expired(&mut self, device: i64) {
        let Some(awaited) = self.awaited.remove(&device) else { return };
        if awaited.state == HeartbeatState::Online {
            self.arm(device, HeartbeatState::Timeout);
            self.write(device, HeartbeatState::Timeout).await;
        } else {
            self.write(device, HeartbeatState::Offline).await;
        }
    }

    async fn write(&self, device: i64, to: HeartbeatState) {
        let written = self.state.write_rows(move |c| connectivity::set_heartbeat(c, device, to, now_ms())).await;
        if let Err(error) = written {
            tracing::error!(device, %error, "a heartbeat could not be written down");
        }
    }
}
