//! The vault: all that is kept of one person's logs.

use crate::error::VaultError;
use crate::header::is_device;
use crate::kept::Kept;
use crate::limits::Limits;
use crate::shelves::Shelves;
use crate::store::Store;
use crate::usage::{Unreadable, Usage};

/// See the module's sentence.
#[derive(Debug)]
pub struct Vault<S> {
    shelves: Shelves<S>,
    unreadable: Unreadable,
}

impl<S: Store> Vault<S> {
    /// Opens what the store holds, which is one person's.
    pub fn open(store: S, limits: Limits) -> Result<Self, VaultError> {
        let (shelves, unreadable) = Shelves::open(store, limits)?;
        Ok(Self { shelves, unreadable })
    }

    /// What could not be read when it was opened, and was removed.
    pub fn unreadable(&self) -> Unreadable {
        self.unreadable
    }

    /// The devices something is kept of, by UUID.
    pub fn devices(&self) -> impl Iterator<Item = &str> {
        let held = self.shelves.by_device.iter().filter(|(_, shelf)| !shelf.chunks.is_empty());
        held.map(|(device, _)| device.as_str())
    }

    /// A device's log. The first time its last chunk (at most 4 MiB) is read.
    pub fn device(&mut self, uuid: &str) -> Result<Kept<'_, S>, VaultError> {
        if !is_device(uuid) {
            return Err(VaultError::NotADevice(uuid.chars().take(80).collect()));
        }
        Kept::new(&mut self.shelves, uuid)
    }

    /// What is kept. The first time the last chunk of every device is read.
    pub fn usage(&mut self) -> Result<Usage, VaultError> {
        let mut lines = 0_u64;
        for shelf in self.shelves.by_device.values_mut() {
            shelf.settle(&mut self.shelves.store)?;
            lines = lines.saturating_add(shelf.position.lines.saturating_sub(shelf.first().lines));
        }
        let oldest = self.shelves.by_device.values().filter_map(|shelf| shelf.chunks.front());
        Ok(Usage {
            bytes: self.shelves.bytes(),
            devices: self.shelves.devices(),
            lines,
            oldest_ms: oldest.map(|chunk| chunk.header.begun_ms).min(),
        })
    }

    /// Brings what was written to the disk. A tab that ends loses nothing without it; a power cut would, so: every few seconds.
    pub fn flush(&mut self) -> Result<(), VaultError> {
        for shelf in self.shelves.by_device.values_mut() {
            for chunk in &mut shelf.chunks {
                chunk.flush(&mut self.shelves.store)?;
            }
        }
        Ok(())
    }

    /// Forgets one device's log.
    pub fn forget(&mut self, uuid: &str) -> Result<(), VaultError> {
        self.shelves.forget(uuid)
    }

    /// Forgets all of this person's; the vault stays open.
    pub fn forget_everything(&mut self) -> Result<(), VaultError> {
        let devices: Vec<String> = self.shelves.by_device.keys().cloned().collect();
        let failed = devices.iter().filter_map(|device| self.shelves.forget(device).err());
        failed.last().map_or(Ok(()), Err)
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.shelves.store
    }

    /// The store, to look after what is its own.
    pub fn store_mut(&mut self) -> &mut S {
        &mut self.shelves.store
    }

    /// Gives the store back.
    pub fn into_store(self) -> S {
        self.shelves.store
    }
}
