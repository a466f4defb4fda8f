//! The last changes by sequence, and a signal that there are more.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use wire::change::Change;
use wire::live::Cursor;

/// How many changes are kept for those who come back.
pub(crate) const KEPT: usize = 65_536;

/// One row changed; the bus numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) resource: String,
    pub(crate) id: i64,
    pub(crate) application: Option<i64>,
    pub(crate) device: Option<i64>,
}

/// What a reader at some position gets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// Nothing after the position.
    Nothing,
    /// These, in order.
    Some(Vec<Change>),
    /// The position is older than what is kept; continue from this one.
    Gone(u64),
}

/// Shared by the writer and all readers.
#[derive(Debug, Clone)]
pub(crate) struct Ring {
    kept: Arc<Mutex<VecDeque<Change>>>,
    last: watch::Sender<u64>,
    capacity: usize,
    epoch: Arc<str>,
}

impl Ring {
    pub(crate) fn new(capacity: usize, epoch: &str) -> Self {
        Self { kept: Arc::default(), last: watch::Sender::new(0), capacity, epoch: epoch.into() }
    }

    pub(crate) fn epoch(&self) -> &str {
        &self.epoch
    }

    pub(crate) fn last(&self) -> u64 {
        *self.last.borrow()
    }

    /// Where the bus is now.
    pub(crate) fn now(&self) -> Cursor {
        Cursor { epoch: self.epoch().to_owned(), sequence: self.last() }
    }

    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.last.subscribe()
    }

    /// Numbers and keeps changes, then wakes readers.
    pub(crate) fn publish(&self, changes: impl IntoIterator<Item = Changed>) {
        let mut kept = self.lock();
        let mut sequence = self.last();
        let before = sequence;
        for change in changes {
            sequence += 1;
            if kept.len() == self.capacity {
                kept.pop_front();
            }
            kept.push_back(Change {
                sequence,
                resource: change.resource,
                id: change.id,
                application: change.application,
                device: change.device,
            });
        }
        if sequence != before {
            // Under the lock, so that numbers are announced in the order they were given.
            self.last.send_replace(sequence);
        }
    }

    /// At most `limit` changes after `position`.
    pub(crate) fn after(&self, position: u64, limit: usize) -> Read {
        let kept = self.lock();
        let Some(oldest) = kept.front().map(|change| change.sequence) else { return Read::Nothing };
        if position + 1 < oldest {
            return Read::Gone(self.last());
        }
        let skip = usize::try_from(position + 1 - oldest).unwrap_or(usize::MAX);
        let found: Vec<_> = kept.iter().skip(skip).take(limit).cloned().collect();
        if found.is_empty() { Read::Nothing } else { Read::Some(found) }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Change>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(id: i64) -> Changed {
        Changed { resource: "device".to_owned(), id, application: Some(1), device: Some(id) }
    }

    #[test]
    fn a_reader_gets_every_change_once_or_is_told_that_some_are_gone() {
        let ring = Ring::new(4, "e");
        assert_eq!(ring.after(0, 10), Read::Nothing);
        ring.publish((1..=3).map(change));
        let Read::Some(found) = ring.after(1, 10) else { panic!("two are after the first") };
        assert_eq!(found.iter().map(|c| (c.sequence, c.id)).collect::<Vec<_>>(), [(2, 2), (3, 3)]);
        ring.publish((4..=6).map(change));
        assert_eq!(ring.after(1, 10), Read::Gone(6));
        assert!(matches!(ring.after(2, 10), Read::Some(found) if found.len() == 4));
        assert_eq!(ring.after(6, 10), Read::Nothing);
    }
}
