//! What is kept of devices, read back in the order in which it was written, a piece at a time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::ops::Range;

use model::device_uuid::DeviceUuid;
use vault::entry::Entry;
use vault::error::VaultError;
use vault::piece::Most;
use vault::store::Store;

use crate::keep::Keep;

/// Entries that are held of all devices together, and of each at least.
const HELD: u64 = 16_000;
const LEAST: u64 = 100;
/// Most that are read at once: a few milliseconds of work.
const PIECE: Most = Most { entries: 2_000, bytes: 512 * 1024 };

/// One device's entries.
#[derive(Debug)]
struct Run {
    device: DeviceUuid,
    places: Range<u64>,
    held: VecDeque<Entry>,
    /// Milliseconds since the Unix epoch at the server: its entries keep their order even where that clock was set back.
    latest: i64,
}

/// Devices' logs, merged by the server's time.
#[derive(Debug, Default)]
pub(crate) struct Loading {
    runs: Vec<Run>,
    /// When the first entry of each run came, and which run.
    heads: BinaryHeap<Reverse<(i64, usize)>>,
}

impl Loading {
    /// Takes a device in, before the first [`Loading::next`].
    pub(crate) fn add<S: Store>(
        &mut self,
        device: &DeviceUuid,
        places: Range<u64>,
        keep: &mut Keep<S>,
    ) -> Result<(), VaultError> {
        self.runs.push(Run { device: device.clone(), places, held: VecDeque::new(), latest: i64::MIN });
        self.show_head(self.runs.len() - 1, keep)
    }

    /// The next entry; `None` once all were read.
    pub(crate) fn next<S: Store>(&mut self, keep: &mut Keep<S>) -> Result<Option<(&DeviceUuid, Entry)>, VaultError> {
        let Some(Reverse((_, at))) = self.heads.pop() else { return Ok(None) };
        let Some(entry) = self.runs.get_mut(at).and_then(|run| run.held.pop_front()) else { return Ok(None) };
        self.show_head(at, keep)?;
        Ok(self.runs.get(at).map(|run| (&run.device, entry)))
    }

    /// The devices of which not all was read.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &DeviceUuid> {
        let unread = self.runs.iter().filter(|run| !run.held.is_empty() || !run.places.is_empty());
        unread.map(|run| &run.device)
    }

    /// Reads on where a run has nothing held, and puts its first entry among the others'.
    fn show_head<S: Store>(&mut self, at: usize, keep: &mut Keep<S>) -> Result<(), VaultError> {
        let entries = (HELD / (self.runs.len().max(1) as u64)).clamp(LEAST, PIECE.entries);
        let Some(run) = self.runs.get_mut(at) else { return Ok(()) };
        while run.held.is_empty() && !run.places.is_empty() {
            let rest = run.places.end - run.places.start;
            let piece = keep.read(&run.device, run.places.start, Most { entries: entries.min(rest), ..PIECE })?;
            // What was let go meanwhile is passed over.
            run.places.start = if piece.is_last { run.places.end } else { piece.next.max(run.places.start + 1) };
            run.held.extend(piece.entries);
        }
        if let Some(entry) = run.held.front() {
            run.latest = run.latest.max(time(entry));
            self.heads.push(Reverse((run.latest, at)));
        }
        Ok(())
    }
}

/// When it came to the server, in milliseconds since the Unix epoch.
fn time(entry: &Entry) -> i64 {
    match entry {
        Entry::Line(line) => line.created_at,
        Entry::Gap { at_ms, .. } | Entry::Restart { at_ms } => *at_ms,
    }
}
