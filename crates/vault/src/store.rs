//! What the vault needs of a file system: a few byte files, without waiting.

use crate::error::VaultError;

/// A file's name. The store chooses it; what a file holds, its own header says.
pub type FileId = u32;

/// Byte files of one person. Files that are empty do not exist to the vault.
pub trait Store {
    /// All that are not empty.
    fn files(&self) -> Vec<FileId>;

    /// A file that is empty, and rather the one removed last; [`VaultError::Busy`] if one must be waited for.
    fn create(&mut self) -> Result<FileId, VaultError>;

    /// Its length in bytes.
    fn size(&self, file: FileId) -> Result<u64, VaultError>;

    /// Fills the buffer from the byte at `at` on; how many bytes there were (less at the file's end only).
    fn read(&self, file: FileId, at: u64, into: &mut [u8]) -> Result<usize, VaultError>;

    /// Writes at `at`, which is at most the file's length; how many bytes were written (less where the disk is full).
    fn write(&mut self, file: FileId, at: u64, bytes: &[u8]) -> Result<usize, VaultError>;

    /// Cuts the file to `length` bytes.
    fn truncate(&mut self, file: FileId, length: u64) -> Result<(), VaultError>;

    /// Empties the file and takes it back.
    fn remove(&mut self, file: FileId) -> Result<(), VaultError>;

    /// What was written is on the disk when this returns.
    fn flush(&mut self, file: FileId) -> Result<(), VaultError>;
}
