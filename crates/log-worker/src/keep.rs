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
mod tests {
    use vault::limits::Limits;
    use vault::memory::Memory;

    use super::*;
    use crate::loading::Loading;

    fn device(digit: char) -> DeviceUuid {
        digit.to_string().repeat(32).parse().unwrap()
    }

    fn open(store: Memory) -> Keep<Memory> {
        Keep::new(Vault::open(store, Limits::default()).unwrap())
    }

    fn line(sequence: Option<u64>, created_at: i64) -> KeptLine {
        KeptLine {
            sequence,
            created_at,
            timestamp: created_at,
            service: "ui".into(),
            stderr: false,
            system: false,
            message: format!("at {created_at}"),
        }
    }

    fn put(keep: &mut Keep<Memory>, feed: u32, device: &DeviceUuid, lines: impl IntoIterator<Item = KeptLine>) {
        for line in lines {
            keep.put(feed, device.clone(), Entry::Line(line));
        }
    }

    /// The times of all that is read of these resumptions; gaps are 0.
    fn read(keep: &mut Keep<Memory>, of: &[(DeviceUuid, std::ops::Range<u64>)]) -> Vec<i64> {
        let mut loading = Loading::default();
        for (device, places) in of {
            loading.add(device, places.clone(), keep).unwrap();
        }
        let mut times = Vec::new();
        while let Some((_, entry)) = loading.next(keep).unwrap() {
            times.push(line_of(entry).map_or(0, |line| line.created_at));
        }
        times
    }

    #[test]
    fn a_log_goes_on_after_what_is_kept_of_it() {
        let (mut keep, a) = (open(Memory::default()), device('a'));
        let first = keep.resume(1, &a, Some(LogCursor::Sequence(3)), 10).unwrap();
        assert_eq!((first.after, first.places), (Some(LogCursor::Sequence(3)), 0..0), "as the page wants");
        put(&mut keep, 1, &a, (4..=8).map(|number| line(Some(number), number.cast_signed())));
        put(&mut keep, 2, &a, [line(Some(9), 9)]);
        keep.write().unwrap();
        let again = keep.resume(2, &a, None, 3).unwrap();
        assert_eq!(again.after, Some(LogCursor::Sequence(8)), "another log's lines are not taken before it asks");
        assert_eq!(read(&mut keep, &[(a.clone(), again.places)]), [6, 7, 8], "no more than is wanted");
        let inside = keep.resume(2, &a, Some(LogCursor::Sequence(4)), 10).unwrap();
        assert_eq!((inside.after, inside.seam.is_shown), (Some(LogCursor::Sequence(8)), true));
        let before = keep.resume(2, &a, Some(LogCursor::Sequence(1)), 10).unwrap();
        assert_eq!(
            (before.after, before.places),
            (Some(LogCursor::Sequence(1)), 0..0),
            "the server is asked for what came before"
        );
        keep.forget(&a).unwrap();
        assert_eq!(keep.kept_of([&a].into_iter()), Ok((0, None)));
    }

    #[test]
    fn devices_are_merged_by_time_however_long_their_logs_are() {
        let (mut keep, a, b) = (open(Memory::default()), device('a'), device('b'));
        for device in [&a, &b] {
            keep.resume(1, device, None, 0).unwrap();
        }
        put(&mut keep, 1, &a, (1..=9_000).map(|number| line(Some(number), number.cast_signed() * 2)));
        put(&mut keep, 1, &b, (1..=3_000).map(|number| line(None, 9_001 + number * 2)));
        keep.write().unwrap();
        assert_eq!(keep.kept_of([&a, &b].into_iter()), Ok((12_000, Some(2))));
        let of = [&a, &b].map(|device| (device.clone(), keep.resume(1, device, None, 10_000).unwrap().places));
        let times = read(&mut keep, &of);
        assert_eq!(times.len(), 12_000);
        assert!(times.is_sorted());
    }

    #[test]
    fn what_the_browser_has_no_file_for_yet_is_written_later() {
        let (mut keep, a) = (open(Memory { spares: Some(0), ..Memory::default() }), device('a'));
        keep.resume(1, &a, None, 0).unwrap();
        put(&mut keep, 1, &a, (1..=3).map(|number| line(Some(number), 1)));
        keep.write().unwrap();
        assert_eq!(keep.kept_of([&a].into_iter()), Ok((0, None)));
        put(&mut keep, 1, &a, [line(Some(4), 1)]);
        keep.vault.store_mut().spares = None;
        keep.write().unwrap();
        assert_eq!(keep.kept_of([&a].into_iter()), Ok((4, Some(1))));
    }

    #[test]
    fn an_error_takes_the_lines_and_their_numbers_tell_of_them() {
        let (mut keep, a) = (open(Memory::default()), device('a'));
        keep.resume(1, &a, None, 0).unwrap();
        put(&mut keep, 1, &a, [line(Some(1), 1)]);
        keep.write().unwrap();
        keep.vault.store_mut().is_broken = true;
        put(&mut keep, 1, &a, [line(Some(2), 2)]);
        assert!(keep.write().is_err());
        keep.vault.store_mut().is_broken = false;
        put(&mut keep, 1, &a, [line(Some(3), 3)]);
        keep.write().unwrap();
        let places = keep.resume(1, &a, None, 10).unwrap().places;
        assert_eq!(read(&mut keep, &[(a, places)]), [1, 0, 3]);
    }
}
