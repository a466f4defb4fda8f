//! Which devices have a link now: at most one each, the newest.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use link::platform::Link;

/// By the device's id.
#[derive(Debug, Default)]
pub(crate) struct Links {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    links: HashMap<i64, (u64, Link)>,
    taken: u64,
}

/// Tells one link of a device from the one that replaced it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn(u64);

impl Links {
    /// The device's link, if it is connected.
    pub(crate) fn get(&self, device: i64) -> Option<Link> {
        let found = self.lock().links.get(&device).map(|(_, link)| link.clone());
        found.filter(|link| !link.is_closed())
    }

    /// This is the device's link from now on; a former one is closed.
    pub(crate) fn replace(&self, device: i64, link: Link) -> Turn {
        let mut table = self.lock();
        table.taken += 1;
        let turn = table.taken;
        if let Some((_, former)) = table.links.insert(device, (turn, link)) {
            former.close();
        }
        Turn(turn)
    }

    /// The link of this turn has ended. False when a newer one has taken its place: then nothing changes.
    pub(crate) fn remove(&self, device: i64, turn: Turn) -> bool {
        let mut table = self.lock();
        let is_last = table.links.get(&device).is_some_and(|(last, _)| *last == turn.0);
        if is_last {
            table.links.remove(&device);
        }
        is_last
    }

    /// Whether any link of the device stands.
    pub(crate) fn is_connected(&self, device: i64) -> bool {
        self.lock().links.contains_key(&device)
    }

    /// Everybody who is connected.
    pub(crate) fn devices(&self) -> Vec<i64> {
        self.lock().links.keys().copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
