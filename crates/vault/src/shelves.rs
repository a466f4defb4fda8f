//! All devices' logs over one store, within the limits.

use std::collections::BTreeMap;

use crate::chunk::Chunk;
use crate::error::VaultError;
use crate::frame::HEAD;
use crate::header::MOST_HEADER;
use crate::limits::{Limits, MOST_DEVICES};
use crate::shelf::Shelf;
use crate::store::Store;
use crate::usage::Unreadable;

/// See the module's sentence. A shelf without chunks is of a device that nothing is kept of.
#[derive(Debug)]
pub(crate) struct Shelves<S> {
    pub(crate) store: S,
    pub(crate) limits: Limits,
    pub(crate) by_device: BTreeMap<String, Shelf>,
}

impl<S: Store> Shelves<S> {
    /// Reads the beginnings of all files. What cannot be read is removed: it would take room for nothing.
    pub(crate) fn open(mut store: S, limits: Limits) -> Result<(Self, Unreadable), VaultError> {
        let mut found: BTreeMap<String, Vec<Chunk>> = BTreeMap::new();
        let mut unreadable = Unreadable::default();
        for file in store.files() {
            if let Some(chunk) = Chunk::open(&store, file)? {
                found.entry(chunk.header.device.clone()).or_default().push(chunk);
            } else {
                unreadable.files += 1;
                unreadable.bytes += store.size(file)?;
                store.remove(file)?;
            }
        }
        let mut by_device = BTreeMap::new();
        for (device, chunks) in found {
            let (shelf, odd) = Shelf::of(chunks);
            for chunk in odd {
                unreadable.files += 1;
                unreadable.bytes += chunk.size;
                store.remove(chunk.file)?;
            }
            by_device.insert(device, shelf);
        }
        let mut shelves = Self { store, limits, by_device };
        // They may have been wider when this was written.
        for device in shelves.by_device.keys().cloned().collect::<Vec<_>>() {
            shelves.make_room(&device, 0)?;
        }
        shelves.make_place("")?;
        Ok((shelves, unreadable))
    }

    /// Bytes on the disk.
    pub(crate) fn bytes(&self) -> u64 {
        self.by_device.values().map(Shelf::bytes).sum()
    }

    /// How many devices something is kept of.
    pub(crate) fn devices(&self) -> usize {
        self.by_device.values().filter(|shelf| !shelf.chunks.is_empty()).count()
    }

    /// Appends a record of a device. Where the disk is full before the limits are reached, something older goes, once.
    pub(crate) fn append(&mut self, device: &str, payload: &[u8], at_ms: i64) -> Result<(), VaultError> {
        let most = (MOST_HEADER + HEAD + payload.len()) as u64;
        self.make_place(device)?;
        self.make_room(device, most)?;
        match self.write(device, payload, at_ms, self.limits.chunk_bytes()) {
            // Into a new chunk, which is the file that went: browsers give the room of one open file to no other.
            Err(VaultError::Full) if self.let_go_one()? => self.write(device, payload, at_ms, 0),
            done => done,
        }
    }

    fn write(&mut self, device: &str, payload: &[u8], at_ms: i64, chunk_bytes: u64) -> Result<(), VaultError> {
        let shelf = self.by_device.entry(device.to_owned()).or_default();
        shelf.settle(&mut self.store)?;
        shelf.append(&mut self.store, device, payload, at_ms, chunk_bytes)
    }

    /// Lets the oldest go until so many bytes more of this device fit.
    fn make_room(&mut self, device: &str, more: u64) -> Result<(), VaultError> {
        if let Some(shelf) = self.by_device.get_mut(device) {
            while shelf.bytes() + more > self.limits.bytes_per_device() && shelf.let_go_oldest(&mut self.store)? {}
        }
        while self.bytes() + more > self.limits.bytes_total() && self.let_go_one()? {}
        Ok(())
    }

    /// Lets the oldest chunk of the largest log go (of the longest silent among equals); whether there was one. So a device that
    /// writes much pays for itself, and the few lines of a quiet one stay.
    fn let_go_one(&mut self) -> Result<bool, VaultError> {
        let shelves = self.by_device.values_mut();
        let largest = shelves.max_by_key(|shelf| (shelf.bytes(), std::cmp::Reverse(shelf.last_ms())));
        largest.map_or(Ok(false), |shelf| shelf.let_go_oldest(&mut self.store))
    }

    /// Forgets the devices silent longest until one more has a place.
    fn make_place(&mut self, device: &str) -> Result<(), VaultError> {
        let is_known = device.is_empty() || self.by_device.get(device).is_some_and(|shelf| !shelf.chunks.is_empty());
        let most = if is_known { MOST_DEVICES } else { MOST_DEVICES - 1 };
        while self.devices() > most {
            let held = self.by_device.iter().filter(|(_, shelf)| !shelf.chunks.is_empty());
            let Some(silent) = held.min_by_key(|(_, shelf)| shelf.last_ms()).map(|(device, _)| device.clone()) else {
                return Ok(());
            };
            self.forget(&silent)?;
        }
        Ok(())
    }

    /// Forgets a device's log. If a file cannot be removed the others still are.
    pub(crate) fn forget(&mut self, device: &str) -> Result<(), VaultError> {
        let Some(shelf) = self.by_device.get_mut(device) else { return Ok(()) };
        let mut first_error = None;
        shelf.chunks.retain(|chunk| {
            let removed = self.store.remove(chunk.file);
            let is_left = removed.is_err();
            first_error = first_error.take().or(removed.err());
            is_left
        });
        if let Some(error) = first_error {
            return Err(error);
        }
        self.by_device.remove(device);
        Ok(())
    }
}
