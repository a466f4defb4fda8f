//! A store in memory, for tests: with the faults that disks have.

use std::collections::BTreeMap;

use crate::error::VaultError;
use crate::store::{FileId, Store};

/// Files in memory. A clone is what a reload would find.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub files: BTreeMap<FileId, Vec<u8>>,
    /// The disk is full at so many bytes.
    pub room: Option<u64>,
    /// The next write stops after so many bytes, once.
    pub short_write: Option<usize>,
    /// So many more files can be made.
    pub spares: Option<usize>,
    /// Everything fails.
    pub is_broken: bool,
}

impl Memory {
    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|file| file.len() as u64).sum()
    }

    fn works(&self) -> Result<(), VaultError> {
        if self.is_broken { Err(VaultError::Failed("broken by a test".to_owned())) } else { Ok(()) }
    }

    fn file(&mut self, file: FileId) -> Result<&mut Vec<u8>, VaultError> {
        self.works()?;
        self.files.get_mut(&file).ok_or_else(|| VaultError::Failed(format!("no file {file}")))
    }
}

impl Store for Memory {
    fn files(&self) -> Vec<FileId> {
        self.files.iter().filter(|(_, bytes)| !bytes.is_empty()).map(|(file, _)| *file).collect()
    }

    fn create(&mut self) -> Result<FileId, VaultError> {
        self.works()?;
        if let Some(spares) = &mut self.spares {
            *spares = spares.checked_sub(1).ok_or(VaultError::Busy)?;
        }
        let file = self.files.last_key_value().map_or(0, |(last, _)| last + 1);
        self.files.insert(file, Vec::new());
        Ok(file)
    }

    fn size(&self, file: FileId) -> Result<u64, VaultError> {
        self.works()?;
        Ok(self.files.get(&file).map_or(0, |bytes| bytes.len() as u64))
    }

    fn read(&self, file: FileId, at: u64, into: &mut [u8]) -> Result<usize, VaultError> {
        self.works()?;
        let rest = usize::try_from(at).ok().and_then(|at| self.files.get(&file)?.get(at..)).unwrap_or_default();
        let length = rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(rest) {
            *to = *from;
        }
        Ok(length)
    }

    fn write(&mut self, file: FileId, at: u64, bytes: &[u8]) -> Result<usize, VaultError> {
        let free = self.room.map_or(u64::MAX, |room| room.saturating_sub(self.bytes()));
        let short = self.short_write.take().unwrap_or(usize::MAX);
        let held = self.file(file)?;
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(held.len());
        // What is overwritten takes no room.
        let room = usize::try_from(free).unwrap_or(usize::MAX).saturating_add(held.len() - at);
        let length = bytes.len().min(short).min(room);
        let end = held.len().min(at + length);
        held.splice(at..end, bytes.iter().take(length).copied());
        Ok(length)
    }

    fn truncate(&mut self, file: FileId, length: u64) -> Result<(), VaultError> {
        self.file(file)?.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok(())
    }

    fn remove(&mut self, file: FileId) -> Result<(), VaultError> {
        self.file(file)?;
        self.files.remove(&file);
        if let Some(spares) = &mut self.spares {
            *spares += 1;
        }
        Ok(())
    }

    fn flush(&mut self, file: FileId) -> Result<(), VaultError> {
        self.file(file).map(drop)
    }
}
