//! One device's log: its chunks in order, and how far it has come.

use std::collections::VecDeque;

use crate::chunk::Chunk;
use crate::error::VaultError;
use crate::frame::HEAD;
use crate::header::Header;
use crate::position::Position;
use crate::store::Store;

/// See the module's sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    pub(crate) chunks: VecDeque<Chunk>,
    /// After the last entry; known once it is settled.
    pub(crate) position: Position,
    is_settled: bool,
    /// The number of the next chunk.
    next: u64,
    /// Lines without numbers that could not be written: no jump in numbers will tell of them.
    pub(crate) owed: u64,
}

impl Shelf {
    /// Puts chunks in order; those that cannot belong between the others are given back.
    pub(crate) fn of(mut chunks: Vec<Chunk>) -> (Self, Vec<Chunk>) {
        chunks.sort_by_key(|chunk| (chunk.header.number, chunk.header.before.entries, chunk.file));
        let (mut kept, mut odd) = (VecDeque::<Chunk>::new(), Vec::new());
        for chunk in chunks {
            let fits = kept.back().is_none_or(|last| {
                last.header.number < chunk.header.number && last.header.before.entries <= chunk.header.before.entries
            });
            if fits {
                kept.push_back(chunk);
            } else {
                odd.push(chunk);
            }
        }
        let next = kept.back().map_or(0, |last| last.header.number.saturating_add(1));
        (Self { chunks: kept, next, ..Self::default() }, odd)
    }

    /// Reads the last chunk through, once: what is not whole at its end is cut off, and where to go on is known.
    pub(crate) fn settle(&mut self, store: &mut impl Store) -> Result<(), VaultError> {
        if self.is_settled {
            return Ok(());
        }
        if let Some(last) = self.chunks.back_mut() {
            last.mend(store)?;
            self.position = last.after(store)?;
        }
        self.is_settled = true;
        Ok(())
    }

    /// Before its first entry.
    pub(crate) fn first(&self) -> Position {
        self.chunks.front().map_or(self.position, |chunk| chunk.header.before)
    }

    /// Bytes on the disk.
    pub(crate) fn bytes(&self) -> u64 {
        self.chunks.iter().map(|chunk| chunk.size).sum()
    }

    /// When something was last written, as far as is known without reading: milliseconds since 1970.
    pub(crate) fn last_ms(&self) -> i64 {
        let begun = self.chunks.back().map_or(i64::MIN, |chunk| chunk.header.begun_ms);
        self.position.created_at.map_or(begun, |at| at.max(begun))
    }

    /// Appends a record to the last chunk, or to a new one if that is full. It is settled.
    pub(crate) fn append(
        &mut self,
        store: &mut impl Store,
        device: &str,
        payload: &[u8],
        at_ms: i64,
        chunk_bytes: u64,
    ) -> Result<(), VaultError> {
        let length = (HEAD + payload.len()) as u64;
        let is_full = self.chunks.back().is_none_or(|last| !last.is_empty() && last.size + length > chunk_bytes);
        if is_full {
            let header =
                Header { device: device.to_owned(), number: self.next, before: self.position, begun_ms: at_ms };
            match Chunk::begin(store, header) {
                Ok(chunk) => {
                    self.chunks.push_back(chunk);
                    self.next += 1;
                }
                // The last one grows until there is a file: the limits hold all the same.
                Err(VaultError::Busy) if !self.chunks.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        let Some(last) = self.chunks.back_mut() else { return Err(VaultError::Busy) };
        last.append(store, payload)?;
        self.position = last.after(store)?;
        Ok(())
    }

    /// Removes the oldest chunk; whether there was one. Where the log stands is still known.
    pub(crate) fn let_go_oldest(&mut self, store: &mut impl Store) -> Result<bool, VaultError> {
        self.settle(store)?;
        let Some(oldest) = self.chunks.front() else { return Ok(false) };
        store.remove(oldest.file)?;
        self.chunks.pop_front();
        Ok(true)
    }
}
