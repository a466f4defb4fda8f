//! A subscription to the change bus, by a person, from a position.

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use wire::change::Change;
use wire::live::Cursor;

use crate::bus::ring::{Read, Ring};

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
#[derive(Debug)]
pub struct Changes {
    ring: Ring,
    last: watch::Receiver<u64>,
    position: u64,
    /// The position asked for belongs to another run of the server or is too old.
    reset: bool,
    shutdown: CancellationToken,
}

impl Changes {
    pub(crate) fn new(ring: Ring, since: Option<&Cursor>, shutdown: CancellationToken) -> Self {
        let last = ring.watch();
        let now = ring.last();
        let (position, reset) = match since {
            None => (now, false),
            Some(since) if since.epoch == ring.epoch() && since.sequence <= now => (since.sequence, false),
            Some(_) => (now, true),
        };
        Self { ring, last, position, reset, shutdown }
    }

    /// Everything up to here has been handed out.
    pub fn cursor(&self) -> Cursor {
        Cursor { epoch: self.ring.epoch().to_owned(), sequence: self.position }
    }

    /// What comes next; waits for it. None when the platform has shut down. Safe to cancel: nothing is lost.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if std::mem::take(&mut self.reset) {
                return Some(Event::Reset);
            }
            self.last.borrow_and_update();
            match self.ring.after(self.position, BATCH) {
                Read::Some(found) => {
                    self.position = found.last().map_or(self.position, |change| change.sequence);
                    return Some(Event::Changed(found));
                }
                Read::Gone(position) => {
                    self.position = position;
                    return Some(Event::Reset);
                }
                Read::Nothing => tokio::select! {
                    changed = self.last.changed() => changed.ok()?,
                    () = self.shutdown.cancelled() => return None,
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::ring::Changed;

    #[tokio::test]
    async fn resumes_by_position_and_resets_across_runs() {
        let ring = Ring::new(8, "now");
        let change = |id| Changed { resource: "device".to_owned(), id, application: None, device: Some(id) };
        let mut first = Changes::new(ring.clone(), None, CancellationToken::new());
        ring.publish([change(1)]);
        assert!(matches!(first.next().await, Some(Event::Changed(found)) if found.len() == 1));
        let cursor = first.cursor();
        ring.publish([change(2)]);
        let mut second = Changes::new(ring.clone(), Some(&cursor), CancellationToken::new());
        assert!(matches!(second.next().await, Some(Event::Changed(found)) if found[0].id == 2));
        let stranger = Cursor { epoch: "before".to_owned(), sequence: 1 };
        assert_eq!(Changes::new(ring, Some(&stranger), CancellationToken::new()).next().await, Some(Event::Reset));
    }
}
