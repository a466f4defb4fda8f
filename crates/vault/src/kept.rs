//! What is kept of one device's log: to append to and to read back.

use std::ops::Range;

use crate::entry::KeptLine;
use crate::error::VaultError;
use crate::piece::{Most, Piece};
use crate::reading::{self, Keep};
use crate::record;
use crate::shelf::Shelf;
use crate::shelves::Shelves;
use crate::store::Store;
use crate::usage::{Beginning, Last};

/// See the module's sentence. Made by [`Vault::device`](crate::vault::Vault::device).
#[derive(Debug)]
pub struct Kept<'a, S> {
    shelves: &'a mut Shelves<S>,
    device: String,
}

impl<'a, S: Store> Kept<'a, S> {
    /// Reads the last chunk through the first time.
    pub(crate) fn new(shelves: &'a mut Shelves<S>, device: &str) -> Result<Self, VaultError> {
        let shelf = shelves.by_device.entry(device.to_owned()).or_default();
        shelf.settle(&mut shelves.store)?;
        Ok(Self { shelves, device: device.to_owned() })
    }

    fn shelf(&self) -> Option<&Shelf> {
        self.shelves.by_device.get(&self.device)
    }

    /// Appends lines in order; how many were new. A line at or below the last number is kept already and dropped; one without
    /// a number is always taken, so the caller drops those it had.
    ///
    /// After an error some may be kept: [`Kept::last`] says how far. Numbered lines can be given again; those without numbers
    /// cannot, and become a gap before the next line.
    pub fn append(&mut self, lines: &[KeptLine]) -> Result<usize, VaultError> {
        let mut last = self.shelf().and_then(|shelf| shelf.position.sequence);
        let is_new = |line: &&KeptLine| {
            let is_new = line.sequence.is_none_or(|number| last.is_none_or(|last| number > last));
            last = if is_new { line.sequence.or(last) } else { last };
            is_new
        };
        let new: Vec<&KeptLine> = lines.iter().filter(is_new).collect();
        let Some(first) = new.first() else { return Ok(0) };
        self.pay(first.created_at)?;
        let mut kept = 0;
        for batch in record::batches(&new) {
            let at_ms = batch.first().map_or(0, |line| line.created_at);
            if let Err(error) = self.shelves.append(&self.device, &record::of_lines(batch), at_ms) {
                let unkept = new.iter().skip(kept).filter(|line| line.sequence.is_none()).count();
                self.owe(unkept as u64);
                return Err(error);
            }
            kept += batch.len();
        }
        Ok(kept)
    }

    /// Says that lines were missed between the last one and the next (`None`: nobody knows how many). Of a log with numbers
    /// nothing is written: the jump says it.
    pub fn gap(&mut self, missed: Option<u64>, at_ms: i64) -> Result<(), VaultError> {
        let tells = self.shelf().is_some_and(|shelf| shelf.position.lines > 0 && shelf.position.sequence.is_none());
        if !tells || missed == Some(0) {
            return Ok(());
        }
        self.shelves.append(&self.device, &record::of_gap(missed, at_ms), at_ms)
    }

    /// Says that the server counts anew from here on: the next line is taken whatever its number.
    pub fn restart(&mut self, at_ms: i64) -> Result<(), VaultError> {
        if self.last().is_none_or(|last| last.sequence.is_none()) {
            return Ok(());
        }
        self.shelves.append(&self.device, &record::of_restart(at_ms), at_ms)
    }

    /// Brings what was written of this device to the disk. Milliseconds of work, where [`Vault::flush`](crate::vault::Vault::flush)
    /// of many devices takes longer.
    pub fn flush(&mut self) -> Result<(), VaultError> {
        let Some(shelf) = self.shelves.by_device.get_mut(&self.device) else { return Ok(()) };
        shelf.chunks.iter_mut().try_for_each(|chunk| chunk.flush(&mut self.shelves.store))
    }

    /// Where to resume; `None` before the first line.
    pub fn last(&self) -> Option<Last> {
        let position = self.shelf()?.position;
        Some(Last { sequence: position.sequence, created_at: position.created_at? })
    }

    /// Where what is kept begins; `None` if nothing is.
    pub fn beginning(&self) -> Option<Beginning> {
        let header = &self.shelf()?.chunks.front()?.header;
        Some(Beginning { at_ms: header.begun_ms, let_go: header.before.lines })
    }

    /// The places of what is kept (see [`Piece`]): the last thousand entries begin a thousand before its end.
    pub fn places(&self) -> Range<u64> {
        self.shelf().map_or(0..0, |shelf| shelf.first().entries..shelf.position.entries)
    }

    /// Lines kept, those in damaged parts included.
    pub fn lines(&self) -> u64 {
        self.shelf().map_or(0, |shelf| shelf.position.lines.saturating_sub(shelf.first().lines))
    }

    /// Reads on from a place, towards the newest.
    pub fn read(&mut self, from: u64, most: Most) -> Result<Piece, VaultError> {
        let most = ceil(most);
        self.piece(from..from.saturating_add(most.entries), most, Keep::Oldest)
    }

    /// Reads what comes before a place: the newest of it, oldest first.
    pub fn read_back(&mut self, before: u64, most: Most) -> Result<Piece, VaultError> {
        let most = ceil(most);
        let before = before.min(self.places().end);
        self.piece(before.saturating_sub(most.entries)..before, most, Keep::Newest)
    }

    fn piece(&mut self, places: Range<u64>, most: Most, keep: Keep) -> Result<Piece, VaultError> {
        let Some(shelf) = self.shelves.by_device.get_mut(&self.device) else { return Ok(Piece::default()) };
        reading::read(shelf, &self.shelves.store, places, most, keep)
    }

    /// Writes down what could not be written before.
    fn pay(&mut self, at_ms: i64) -> Result<(), VaultError> {
        let owed = self.shelf().map_or(0, |shelf| shelf.owed);
        if owed > 0 {
            self.shelves.append(&self.device, &record::of_gap(Some(owed), at_ms), at_ms)?;
            if let Some(shelf) = self.shelves.by_device.get_mut(&self.device) {
                shelf.owed = 0;
            }
        }
        Ok(())
    }

    fn owe(&mut self, lines: u64) {
        if let Some(shelf) = self.shelves.by_device.get_mut(&self.device) {
            shelf.owed = shelf.owed.saturating_add(lines);
        }
    }
}

fn ceil(most: Most) -> Most {
    Most { entries: most.entries.clamp(1, Most::CEILING.entries), bytes: most.bytes.min(Most::CEILING.bytes) }
}
