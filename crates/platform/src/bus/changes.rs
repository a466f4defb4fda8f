//! A subscription to the change bus, by a person, from a position.

use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use wire::change::Change;
use wire::live::Cursor;

use crate::bus::ring::{Read, Ring};
use crate::bus::sight::Sight;

/// At most so many changes in one [`Event`].
const BATCH: usize = 1_024;

/// What comes from the bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// In order, each once.
    Changed(Vec<Change>),
    /// What was missed is no longer kept: read everything again.
    Reset,
}

/// The changes a user may see, from a position on.
pub struct Changes {
    ring: Ring,
    last: watch::Receiver<u64>,
    position: u64,
    /// The position asked for belongs to another run of the server or is too old.
    reset: bool,
    shutdown: CancellationToken,
    sight: Sight,
    /// The right to follow has ended.
    ended: BoxFuture<'static, ()>,
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Changes").field("position", &self.position).finish_non_exhaustive()
    }
}

impl Changes {
    /// `ended` resolves when the right to follow has ended.
    pub(crate) fn new(
        ring: Ring,
        sight: Sight,
        since: &Cursor,
        shutdown: CancellationToken,
        ended: BoxFuture<'static, ()>,
    ) -> Self {
        let last = ring.watch();
        let now = ring.last();
        let is_ours = since.epoch == ring.epoch() && since.sequence <= now;
        let (position, reset) = if is_ours { (since.sequence, false) } else { (now, true) };
        Self { ring, last, position, reset, shutdown, sight, ended }
    }

    /// Everything up to here has been handed out.
    pub fn cursor(&self) -> Cursor {
        Cursor { epoch: self.ring.epoch().to_owned(), sequence: self.position }
    }

    /// What comes next; waits for it. None when the platform has shut down, or the right to follow has ended.
    /// Safe to cancel: nothing is lost.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            self.reset |= self.sight.has_moved();
            if std::mem::take(&mut self.reset) {
                return Some(Event::Reset);
            }
            self.last.borrow_and_update();
            match self.ring.after(self.position, BATCH) {
                Read::Some(found) => {
                    let last = found.last().map_or(self.position, |change| change.sequence);
                    let seen = self.sight.of(found).await;
                    // Only now: a caller that gave up while the database was asked gets them the next time.
                    self.position = last;
                    match seen {
                        Ok(seen) if seen.is_empty() => {}
                        Ok(seen) => return Some(Event::Changed(seen)),
                        Err(error) => {
                            tracing::warn!(%error, "what changed could not be told apart by who may see it");
                            return Some(Event::Reset);
                        }
                    }
                }
                Read::Gone(position) => {
                    self.position = position;
                    return Some(Event::Reset);
                }
                Read::Nothing => tokio::select! {
                    changed = self.last.changed() => changed.ok()?,
                    () = self.sight.moved() => self.reset = true,
                    () = &mut self.ended => return None,
                    () = self.shutdown.cancelled() => return None,
                },
            }
        }
    }
}
