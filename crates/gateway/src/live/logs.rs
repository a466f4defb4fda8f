//! A subscription to a device's log: batches of lines, resumed where a stream broke.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use model::device_uuid::DeviceUuid;
use rand::Rng;
use serde::Deserialize;
use tokio::time::{Instant, sleep, sleep_until};
use wire::live::{LogState, ServerFrame};
use wire::log_line::{LogGap, LogLine};

use crate::live::lines::Lines;
use crate::live::log_position::{LogPosition, Step};
use crate::live::log_stream::{self, NoStream};
use crate::live::outbox::{Gone, Outbox};
use crate::token::ApiToken;
use crate::upstream::Upstream;

const BATCH_LINES: usize = 500;
const BATCH_WITHIN: Duration = Duration::from_millis(50);
/// History has been sent when nothing came for so long; the protocol has no mark for it.
const QUIET: Duration = Duration::from_millis(200);
const MAX_HISTORY: u32 = 10_000;
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A line of the stream.
#[derive(Deserialize)]
#[serde(untagged)]
enum Read {
    Line(LogLine),
    Gap(LogGap),
}

/// One subscription.
pub(crate) struct LogReader {
    pub(crate) upstream: Arc<dyn Upstream>,
    pub(crate) token: ApiToken,
    pub(crate) id: u32,
    pub(crate) uuid: DeviceUuid,
    pub(crate) count: u32,
    pub(crate) position: LogPosition,
    pub(crate) outbox: Outbox,
}

impl LogReader {
    /// Reads until the page goes or the API refuses.
    pub(crate) async fn follow(mut self) -> Result<(), Gone> {
        let count = self.count.min(MAX_HISTORY);
        let mut wait = FIRST_WAIT;
        loop {
            let query = self.position.query(count);
            match self.open(&query).await? {
                Ok(body) => {
                    if self.relay(body).await? {
                        wait = FIRST_WAIT;
                    }
                    self.state(LogState::Lost).await?;
                }
                Err(NoStream::Refused(message)) => {
                    return self.outbox.put(ServerFrame::Refused { id: self.id, message: message.to_owned() }).await;
                }
                Err(NoStream::Lost) => self.state(LogState::Lost).await?,
            }
            self.position.resume();
            let jitter = rand::rng().random_range(0.5..1.0);
            sleep(wait.mul_f64(jitter)).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// The stream. A device that is silent keeps even the headers back: it counts as live after a while.
    async fn open(&self, query: &str) -> Result<Result<Body, NoStream>, Gone> {
        let opening = log_stream::open(&*self.upstream, &self.token, &self.uuid, query);
        tokio::pin!(opening);
        tokio::select! {
            opened = &mut opening => return Ok(opened),
            () = sleep(QUIET * 10) => self.state(LogState::Live).await?,
        }
        Ok(opening.await)
    }

    /// Relays lines until the stream ends; whether any came.
    async fn relay(&mut self, body: Body) -> Result<bool, Gone> {
        let mut chunks = body.into_data_stream();
        let mut lines = Lines::default();
        let mut batch = Vec::new();
        let mut due = Instant::now();
        let mut quiet_at = Instant::now() + QUIET;
        let (mut live, mut any) = (false, false);
        loop {
            tokio::select! {
                biased;
                () = sleep_until(due), if !batch.is_empty() => self.send(&mut batch).await?,
                () = sleep_until(quiet_at), if !live && batch.is_empty() => {
                    live = true;
                    self.state(LogState::Live).await?;
                }
                chunk = chunks.next() => {
                    let Some(Ok(chunk)) = chunk else { break };
                    quiet_at = Instant::now() + QUIET;
                    lines.push(&chunk);
                    while let Some(line) = lines.next_line() {
                        // An empty line is the heartbeat; what is no log line is nobody's.
                        let Ok(read) = serde_json::from_slice::<Read>(&line) else { continue };
                        any = true;
                        let (missed, line) = match read {
                            Read::Gap(gap) => (self.position.gap(gap), None),
                            Read::Line(line) => match self.position.step(&line) {
                                Step::Known => continue,
                                Step::Next { missed } => (missed, Some(line)),
                            },
                        };
                        if missed > 0 {
                            self.send(&mut batch).await?;
                            self.outbox.put(ServerFrame::LogGap { id: self.id, missed }).await?;
                        }
                        let Some(line) = line else { continue };
                        if batch.is_empty() {
                            due = Instant::now() + BATCH_WITHIN;
                        }
                        batch.push(line);
                        if batch.len() == BATCH_LINES {
                            self.send(&mut batch).await?;
                        }
                    }
                }
            }
        }
        self.send(&mut batch).await?;
        Ok(any)
    }

    async fn send(&self, batch: &mut Vec<LogLine>) -> Result<(), Gone> {
        if batch.is_empty() {
            return Ok(());
        }
        self.outbox.put(ServerFrame::Log { id: self.id, lines: std::mem::take(batch) }).await
    }

    async fn state(&self, state: LogState) -> Result<(), Gone> {
        self.outbox.put(ServerFrame::LogState { id: self.id, state }).await
    }
}
