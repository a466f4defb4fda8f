//! The open vault, and what waits to be written to it.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use model::device_uuid::DeviceUuid;
use vault::entry::{Entry, KeptLine};
use vault::error::VaultError;
use vault::piece::{Most, Piece};
use vault::store::Store;
use vault::vault::Vault;
use wire::log_position::LogCursor;

use crate::seam::Seam;

/// Most lines of a device that wait. More wait only while the browser makes no files, and then their numbers show the gap.
const MOST_WAITING: usize = 20_000;

/// What is written at once.
#[derive(Debug)]
enum Batch {
    Lines(Vec<KeptLine>),
    Gap { missed: Option<u64>, at_ms: i64 },
    Restart { at_ms: i64 },
}

/// How a device's log goes on after what is kept of it.
#[derive(Debug)]
pub(crate) struct Resumed {
    /// What to ask the server for.
    pub(crate) after: Option<LogCursor>,
    /// The places to read into the log; empty where the server is asked for what came before, too.
    pub(crate) places: std::ops::Range<u64>,
    pub(crate) seam: Seam,
}

/// How what a log holds of a device lies to what is kept of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// Nothing is kept of it.
    First,
    /// It goes on where that ends.
    GoesOn,
    /// Lines may lie between.
    Apart,
}

/// See the module's sentence.
#[derive(Debug)]
pub(crate) struct Keep<S> {
    vault: Vault<S>,
    waiting: BTreeMap<DeviceUuid, VecDeque<Batch>>,
    /// The log that a device's lines are taken from: two would write lines without numbers twice.
    writers: HashMap<DeviceUuid, u32>,
    /// Written since they were last brought to the disk, and those that are being brought.
    written: BTreeSet<DeviceUuid>,
    flushing: BTreeSet<DeviceUuid>,
}

impl<S: Store> Keep<S> {
    pub(crate) fn new(vault: Vault<S>) -> Self {
        Self {
            vault,
            waiting: BTreeMap::new(),
            writers: HashMap::new(),
            written: BTreeSet::new(),
            flushing: BTreeSet::new(),
        }
    }

    pub(crate) fn store(&self) -> &S {
        self.vault.store()
    }

    /// A log begins to write of a device, which another may have written of. `wanted` is what its page wants to begin after:
    /// if that is before what is kept, the server is asked for it. `most` lines are read.
    pub(crate) fn resume(
        &mut self,
        feed: u32,
        device: &DeviceUuid,
        wanted: Option<LogCursor>,
        most: u64,
    ) -> Result<Resumed, VaultError> {
        self.write_device(device)?;
        self.writers.insert(device.clone(), feed);
        let mut kept = self.vault.device(device.as_str())?;
        let Some(last) = kept.last() else {
            return Ok(Resumed { after: wanted, places: 0..0, seam: Seam::default() });
        };
        let places = kept.places();
        let mut last_lines = Vec::new();
        if last.sequence.is_none() {
            let piece = kept.read_back(u64::MAX, Most::default())?;
            let lines = piece.entries.into_iter().filter_map(line_of);
            last_lines.extend(lines.filter(|line| line.created_at == last.created_at));
        }
        let is_before = match wanted {
            None => false,
            Some(LogCursor::CreatedAt(at)) => kept.beginning().is_some_and(|begins| begins.at_ms > at),
            Some(LogCursor::Sequence(number)) => {
                let first = kept.read(places.start, Most { entries: 1, ..Most::default() })?;
                let first = first.entries.into_iter().find_map(line_of).and_then(|line| line.sequence);
                first.is_some_and(|first| first > number.saturating_add(1))
            }
        };
        if is_before {
            return Ok(Resumed { after: wanted, places: 0..0, seam: Seam::after(&last_lines, false) });
        }
        let after = last.sequence.map_or(LogCursor::CreatedAt(last.created_at), LogCursor::Sequence);
        let start = places.start.max(places.end.saturating_sub(most));
        Ok(Resumed { after: Some(after), places: start..places.end, seam: Seam::after(&last_lines, true) })
    }

    /// A log that holds lines of a device, from after `begun` on, begins to write of it.
    pub(crate) fn join(
        &mut self,
        feed: u32,
        device: &DeviceUuid,
        begun: Option<LogCursor>,
    ) -> Result<Joint, VaultError> {
        self.write_device(device)?;
        self.writers.insert(device.clone(), feed);
        Ok(match (self.vault.device(device.as_str())?.last(), begun) {
            (None, _) => Joint::First,
            (Some(last), Some(LogCursor::Sequence(number))) if last.sequence.is_some_and(|last| last >= number) => {
                Joint::GoesOn
            }
            _ => Joint::Apart,
        })
    }

    /// Reads on from a place.
    pub(crate) fn read(&mut self, device: &DeviceUuid, from: u64, most: Most) -> Result<Piece, VaultError> {
        self.vault.device(device.as_str())?.read(from, most)
    }

    /// Takes what comes of a device, to be written soon.
    pub(crate) fn put(&mut self, feed: u32, device: DeviceUuid, entry: Entry) {
        if self.writers.get(&device) != Some(&feed) {
            return;
        }
        let waiting = self.waiting.entry(device).or_default();
        match (entry, waiting.back_mut()) {
            (Entry::Line(line), Some(Batch::Lines(lines))) => lines.push(line),
            (Entry::Line(line), _) => waiting.push_back(Batch::Lines(vec![line])),
            (Entry::Gap { missed, at_ms }, _) => waiting.push_back(Batch::Gap { missed, at_ms }),
            (Entry::Restart { at_ms }, _) => waiting.push_back(Batch::Restart { at_ms }),
        }
    }

    /// Writes all that waits. What the browser has no file for yet waits on; of other errors the last is answered.
    pub(crate) fn write(&mut self) -> Result<(), VaultError> {
        let devices: Vec<DeviceUuid> = self.waiting.keys().cloned().collect();
        devices.iter().filter_map(|device| self.write_device(device).err()).last().map_or(Ok(()), Err)
    }

    fn write_device(&mut self, device: &DeviceUuid) -> Result<(), VaultError> {
        let Some(mut waiting) = self.waiting.remove(device) else { return Ok(()) };
        let mut kept = self.vault.device(device.as_str())?;
        self.written.insert(device.clone());
        while let Some(batch) = waiting.pop_front() {
            let done = match &batch {
                Batch::Lines(lines) => kept.append(lines).map(drop),
                Batch::Gap { missed, at_ms } => kept.gap(*missed, *at_ms),
                Batch::Restart { at_ms } => kept.restart(*at_ms),
            };
            match done {
                Ok(()) => {}
                Err(VaultError::Busy) => {
                    waiting.push_front(again(batch));
                    let lines: usize = waiting.iter().map(Batch::len).sum();
                    if lines <= MOST_WAITING {
                        self.waiting.insert(device.clone(), waiting);
                    }
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// What was written until now is brought to the disk by the next calls of [`Keep::flush_one`].
    pub(crate) fn begin_flush(&mut self) {
        self.flushing.append(&mut self.written);
    }

    /// Brings one device's lines to the disk: all at once would take as long as there are devices.
    pub(crate) fn flush_one(&mut self) -> Result<(), VaultError> {
        let Some(device) = self.flushing.pop_first() else { return Ok(()) };
        self.vault.device(device.as_str())?.flush()
    }

    /// Lines kept of these devices, and when the oldest came to the server, in milliseconds since the Unix epoch.
    pub(crate) fn kept_of<'a>(
        &mut self,
        devices: impl Iterator<Item = &'a DeviceUuid>,
    ) -> Result<(u64, Option<i64>), VaultError> {
        let (mut lines, mut since) = (0, None::<i64>);
        for device in devices {
            let kept = self.vault.device(device.as_str())?;
            lines += kept.lines();
            if let Some(begins) = kept.beginning() {
                since = Some(since.map_or(begins.at_ms, |since| since.min(begins.at_ms)));
            }
        }
        Ok((lines, since))
    }

    /// Forgets a device's lines, those that wait among them.
    pub(crate) fn forget(&mut self, device: &DeviceUuid) -> Result<(), VaultError> {
        self.waiting.remove(device);
        self.vault.forget(device.as_str())
    }
}

impl Batch {
    fn len(&self) -> usize {
        if let Self::Lines(lines) = self { lines.len() } else { 0 }
    }
}

fn line_of(entry: Entry) -> Option<KeptLine> {
    if let Entry::Line(line) = entry { Some(line) } else { None }
}

/// What can be given again: lines without numbers cannot, the vault says that they are missing.
fn again(batch: Batch) -> Batch {
    match batch {
        Batch::Lines(mut lines) => {
            lines.retain(|line| line.sequence.is_some());
            Batch::Lines(lines)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
