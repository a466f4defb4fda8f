//! Reads a stretch of a device's log, and shows what is missing in it.

use std::collections::VecDeque;
use std::ops::Range;

use crate::entry::Entry;
use crate::error::VaultError;
use crate::piece::{Most, Piece};
use crate::record;
use crate::shelf::Shelf;
use crate::store::Store;

/// Which end of the stretch stays where it is longer than asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Oldest,
    Newest,
}

/// Reads these places, as far as they are kept. The shelf is settled.
pub(crate) fn read(
    shelf: &mut Shelf,
    store: &impl Store,
    places: Range<u64>,
    most: Most,
    keep: Keep,
) -> Result<Piece, VaultError> {
    let (first, last) = (shelf.first().entries, shelf.position.entries);
    let until = places.end.clamp(first, last);
    let from = places.start.clamp(first, until);
    let mut taken = Taken { from, until, most, keep, entries: VecDeque::new(), bytes: 0, end: None };
    if from < until {
        walk(shelf, store, &mut taken)?;
    }
    Ok(taken.piece(first, last))
}

/// Walks from before the first place, since a gap shows between two lines.
fn walk(shelf: &mut Shelf, store: &impl Store, taken: &mut Taken) -> Result<(), VaultError> {
    let start = taken.from.saturating_sub(1);
    let after = shelf.chunks.partition_point(|chunk| chunk.header.before.entries <= start);
    let mut seam = Seam::default();
    // Lines before the place the walk has come to.
    let mut come_to = None;
    for chunk in shelf.chunks.iter_mut().skip(after.saturating_sub(1)) {
        let (before, end) = (chunk.header.before, chunk.after(store)?);
        if let Some(lines) = come_to.replace(end.lines) {
            seam.lost += before.lines.saturating_sub(lines);
        }
        let (mut walk, mut position) = chunk.walk_from(store, start)?;
        while let Some(payload) = walk.next(store)? {
            let passed = record::pass(payload, position);
            let (Some(after), Some(entries)) = (passed, record::read(payload)) else { break };
            for (place, entry) in (position.entries..after.entries).zip(entries) {
                let gap = seam.pass(&entry);
                if place >= taken.from && !taken.take(place, gap, entry) {
                    return Ok(());
                }
            }
            position = after;
        }
        // What was whole when it was first walked through may be no longer.
        seam.lost += end.lines.saturating_sub(position.lines);
    }
    Ok(())
}

/// What lies between a line and the next.
#[derive(Debug, Default)]
struct Seam {
    /// The number of the line before, if it has one that can be compared with.
    sequence: Option<u64>,
    /// Lines that were in a damaged part.
    lost: u64,
}

impl Seam {
    /// The gap before this entry, if there is one. What damage took is told by numbers where there are any.
    fn pass(&mut self, entry: &Entry) -> Option<Entry> {
        let line = match entry {
            Entry::Line(line) => line,
            Entry::Gap { .. } => return None,
            Entry::Restart { at_ms } => {
                self.sequence = None;
                return gap(std::mem::take(&mut self.lost), *at_ms);
            }
        };
        let lost = std::mem::take(&mut self.lost);
        let missed = match (std::mem::replace(&mut self.sequence, line.sequence), line.sequence) {
            (Some(before), Some(number)) => number.saturating_sub(before).saturating_sub(1),
            _ => lost,
        };
        gap(missed, line.created_at)
    }
}

fn gap(missed: u64, at_ms: i64) -> Option<Entry> {
    (missed > 0).then_some(Entry::Gap { missed: Some(missed), at_ms })
}

/// Entries with their places.
#[derive(Debug)]
struct Taken {
    from: u64,
    until: u64,
    most: Most,
    keep: Keep,
    entries: VecDeque<(u64, Entry)>,
    bytes: usize,
    /// Where it was full.
    end: Option<u64>,
}

impl Taken {
    /// Takes an entry with the gap before it; whether there may be more.
    fn take(&mut self, place: u64, gap: Option<Entry>, entry: Entry) -> bool {
        if place >= self.until {
            return false;
        }
        let more = entry.bytes() + gap.as_ref().map_or(0, Entry::bytes);
        let fits = place - self.from < self.most.entries && self.bytes + more <= self.most.bytes;
        if !fits && self.keep == Keep::Oldest && !self.entries.is_empty() {
            self.end = Some(place);
            return false;
        }
        self.bytes += more;
        self.entries.extend(gap.into_iter().chain([entry]).map(|entry| (place, entry)));
        while self.keep == Keep::Newest && self.bytes > self.most.bytes {
            let Some((oldest, _)) = self.entries.front().filter(|(oldest, _)| *oldest < place) else { break };
            self.from = oldest + 1;
            while let Some((_, entry)) = self.entries.pop_front_if(|(place, _)| *place < self.from) {
                self.bytes -= entry.bytes();
            }
        }
        true
    }

    fn piece(self, first: u64, last: u64) -> Piece {
        let next = self.end.unwrap_or(self.until);
        Piece {
            entries: self.entries.into_iter().map(|(_, entry)| entry).collect(),
            from: self.from,
            next,
            is_first: self.from <= first,
            is_last: next >= last,
        }
    }
}
