//! Which target state each polling device has: a poll of an unchanged target is answered without building it.
//!
//! What is remembered of a device goes with every change of a row of that device, and all of it with every change of a
//! row that is no one device's: a fleet's, a release's, a variable's. Changes are told after their commit and before their
//! caller is answered, so whoever has written sees the next poll answered by what they wrote.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use store::changed_row::ChangedRow;

/// Beyond so many devices all are forgotten and learnt anew.
const REMEMBERED: usize = 1_000_000;

/// Entity tags by device.
#[derive(Debug, Default)]
pub(crate) struct Polls {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    devices: HashMap<i64, Entry>,
    reads: u64,
}

#[derive(Debug)]
enum Entry {
    /// The target is being read; if anything changes meanwhile this goes, and what was read is not remembered.
    Reading(u64),
    Known(Target),
}

/// What a device was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// The path it asked by.
    pub(crate) path: String,
    pub(crate) tag: String,
    /// How often it was told to poll, in milliseconds.
    pub(crate) poll_interval_ms: i64,
}

/// One reading of a target.
#[derive(Debug)]
pub(crate) struct Reading(u64);

impl Polls {
    /// The device's target by this path, if it has not changed since it was answered.
    pub(crate) fn unchanged(&self, device: i64, path: &str) -> Option<Target> {
        match self.lock().devices.get(&device) {
            Some(Entry::Known(target)) if target.path == path => Some(target.clone()),
            _ => None,
        }
    }

    /// To be called before a target is read.
    pub(crate) fn reading(&self, device: i64) -> Reading {
        let mut table = self.lock();
        table.reads += 1;
        let read = table.reads;
        if table.devices.len() >= REMEMBERED {
            table.devices.clear();
        }
        table.devices.insert(device, Entry::Reading(read));
        Reading(read)
    }

    /// What was read and answered; forgotten at once if something changed since the reading began.
    pub(crate) fn answered(&self, device: i64, reading: &Reading, target: Target) {
        if let Some(entry) = self.lock().devices.get_mut(&device)
            && matches!(entry, Entry::Reading(read) if *read == reading.0)
        {
            *entry = Entry::Known(target);
        }
    }

    /// These rows have changed.
    pub(crate) fn changed(&self, rows: &[ChangedRow]) {
        let mut table = self.lock();
        for row in rows {
            match row.device.or_else(|| (row.resource == "device").then_some(row.id)) {
                Some(device) => drop(table.devices.remove(&device)),
                None => table.devices.clear(),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(resource: &'static str, id: i64, device: Option<i64>) -> ChangedRow {
        ChangedRow { resource, id, application: Some(1), device }
    }

    #[test]
    fn a_target_is_known_until_something_of_it_changes() {
        let polls = Polls::default();
        let target = Target { path: "/a".to_owned(), tag: "t".to_owned(), poll_interval_ms: 1 };
        let learn = |device| {
            let reading = polls.reading(device);
            polls.answered(device, &reading, target.clone());
        };
        learn(1);
        learn(2);
        assert_eq!(polls.unchanged(1, "/a"), Some(target.clone()));
        assert_eq!(polls.unchanged(1, "/b"), None);
        polls.changed(&[row("device_environment_variable", 9, Some(1))]);
        assert_eq!((polls.unchanged(1, "/a"), polls.unchanged(2, "/a").is_some()), (None, true));
        polls.changed(&[row("device", 2, None)]);
        assert_eq!(polls.unchanged(2, "/a"), None);
        learn(1);
        polls.changed(&[row("release", 2, None)]);
        assert_eq!(polls.unchanged(1, "/a"), None);
        // What changes while it is read is not what was read.
        let reading = polls.reading(1);
        polls.changed(&[row("application", 1, None)]);
        polls.answered(1, &reading, target);
        assert_eq!(polls.unchanged(1, "/a"), None);
    }
}
