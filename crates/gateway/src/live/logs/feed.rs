//! Fills a source's ring from the API: opens the stream, resumes it where it broke, and ends when nobody reads.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use tokio::task::coop::consume_budget;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use wire::live::LogState;
use wire::log_position::LogPosition;

use crate::live::logs::backoff::Backoff;
use crate::live::logs::batch::Batch;
use crate::live::logs::lines::Lines;
use crate::live::logs::request::{self, MAX_HISTORY, NoStream};
use crate::live::logs::source::{Carrier, Source, Standing};
use crate::live::logs::sources::Sources;

/// History has been sent when nothing came for so long; the protocol has no mark for it.
const QUIET: Duration = Duration::from_millis(200);
/// And at the latest after so long; a device that is silent keeps even the headers back.
const SURELY_LIVE: Duration = Duration::from_secs(2);
/// A stream whose headers do not come holds others up no longer than this.
const OPENS_WITHIN: Duration = Duration::from_millis(250);

/// The one task that reads a device's log.
#[derive(Debug)]
pub(crate) struct Feed {
    sources: Arc<Sources>,
    source: Arc<Source>,
    position: LogPosition,
}

enum Opened {
    Body(Body),
    No(NoStream),
    /// The carrier has gone meanwhile.
    Gone,
}

enum Ended {
    Broke {
        any: bool,
    },
    /// The stream is to be carried by another reader.
    Handed,
    Idle,
}

impl Feed {
    /// For a source that nobody feeds.
    pub(crate) fn new(sources: Arc<Sources>, source: Arc<Source>) -> Self {
        let position = LogPosition::after(source.after);
        Self { sources, source, position }
    }

    /// Reads until nobody is there who wants it and may.
    pub(crate) async fn run(mut self) {
        let mut backoff = Backoff::default();
        while let Some(mut carrier) = self.carrier().await {
            match self.open(&mut carrier).await {
                Opened::Body(body) => {
                    self.source.grant_carrier(&carrier);
                    match self.relay(body, &mut carrier).await {
                        Ended::Broke { any: true } => backoff.reset(),
                        Ended::Broke { any: false } => {}
                        Ended::Handed => {
                            self.position.resume();
                            continue;
                        }
                        Ended::Idle => return,
                    }
                }
                Opened::No(NoStream::Refused(why)) => {
                    self.source.refuse_carrier(&carrier, why);
                    continue;
                }
                Opened::No(NoStream::Lost) => {}
                Opened::Gone => continue,
            }
            self.source.set_state(LogState::Lost);
            self.position.resume();
            sleep(backoff.next()).await;
        }
    }

    /// With whose token to ask; waits for a reader as long as the source lingers, and ends it then.
    async fn carrier(&self) -> Option<Carrier> {
        let until = Instant::now() + self.sources.limits.linger;
        loop {
            if let Some(carrier) = self.source.carrier() {
                return Some(carrier);
            }
            let is_over = self.source.is_forgotten() || Instant::now() >= until;
            if is_over && self.sources.end(&self.source) {
                return None;
            }
            let _ = tokio::time::timeout_at(until, self.source.changed.notified()).await;
        }
    }

    async fn open(&self, carrier: &mut Carrier) -> Opened {
        // No more than the ring is sure to hold: what it lets go again the reader would have to miss.
        let count = self.source.count.min(MAX_HISTORY).min(self.sources.past());
        let query = request::query(true, self.position.cursor(), count);
        let token = carrier.token.clone();
        let mut permit = self.sources.opening.acquire().await.ok();
        let opening = request::open(&*self.sources.upstream, &token, &self.source.device, &query);
        tokio::pin!(opening);
        if let Ok(opened) = timeout(OPENS_WITHIN, &mut opening).await {
            return opened.map_or_else(Opened::No, Opened::Body);
        }
        permit.take();
        let live_at = Instant::now() + SURELY_LIVE;
        let mut is_live = false;
        loop {
            tokio::select! {
                biased;
                opened = &mut opening => return opened.map_or_else(Opened::No, Opened::Body),
                () = self.source.changed.notified() => {
                    if self.source.standing(carrier) != Standing::Reads {
                        return Opened::Gone;
                    }
                }
                () = sleep_until(live_at), if !is_live => {
                    is_live = true;
                    self.source.set_state(LogState::Live);
                }
            }
        }
    }

    /// Reads lines into the ring until the stream ends.
    async fn relay(&mut self, body: Body, carrier: &mut Carrier) -> Ended {
        let mut chunks = body.into_data_stream();
        let mut lines = Lines::default();
        let mut batch = Batch::default();
        let surely_live = Instant::now() + SURELY_LIVE;
        let mut quiet_at = Instant::now() + QUIET;
        let mut idle_until = None;
        let (mut is_live, mut any) = (false, false);
        loop {
            tokio::select! {
                biased;
                () = self.source.changed.notified() => match self.source.standing(carrier) {
                    Standing::Reads => idle_until = None,
                    Standing::Gone => return Ended::Handed,
                    Standing::Nobody if self.source.is_forgotten() => idle_until = Some(Instant::now()),
                    Standing::Nobody => idle_until = Some(Instant::now() + self.sources.limits.linger),
                },
                () = sleep_until(idle_until.unwrap_or(quiet_at)), if idle_until.is_some() => {
                    idle_until = None;
                    if self.sources.end(&self.source) {
                        return Ended::Idle;
                    }
                }
                () = sleep_until(quiet_at.min(surely_live)), if !is_live => {
                    is_live = true;
                    self.source.set_state(LogState::Live);
                }
                chunk = chunks.next() => {
                    let Some(Ok(chunk)) = chunk else { return Ended::Broke { any } };
                    quiet_at = Instant::now() + QUIET;
                    lines.push(&chunk);
                    while let Some(line) = lines.next_line() {
                        any |= batch.add(&line, &mut self.position);
                        if batch.is_full() {
                            self.source.append(batch.take(), self.sources.share());
                        }
                    }
                    self.source.append(batch.take(), self.sources.share());
                    consume_budget().await;
                }
            }
        }
    }
}
