//! An open file: read and written without waiting, and by nobody else until it is closed.

use wasm_bindgen::JsCast as _;
use web_sys::{FileSystemDirectoryHandle, FileSystemReadWriteOptions, FileSystemSyncAccessHandle};

use super::browser::{answer, member};
use super::failure;
use super::folder;
use crate::error::VaultError;

/// See the module's sentence. It closes when it is dropped.
#[derive(Debug)]
pub(crate) struct Handle(FileSystemSyncAccessHandle);

impl Handle {
    /// Opens the file of this name, made if there is none.
    pub(crate) async fn open(folder: &FileSystemDirectoryHandle, name: &str) -> Result<Self, VaultError> {
        let file = folder::file(folder, name).await.map_err(|thrown| failure::opening(&thrown))?;
        // Only dedicated workers have it, and not those of older browsers.
        if member(&file, "createSyncAccessHandle").is_none() {
            return Err(VaultError::Unsupported);
        }
        let opened = answer(file.create_sync_access_handle()).await.map_err(|thrown| failure::opening(&thrown))?;
        Ok(Self(opened.unchecked_into()))
    }

    pub(crate) fn size(&self) -> Result<u64, VaultError> {
        self.0.get_size().map(whole).map_err(|thrown| failure::using(&thrown))
    }

    pub(crate) fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, VaultError> {
        let length = into.len();
        let read = self.0.read_with_u8_array_and_options(into, &from(at));
        let read = read.map_err(|thrown| failure::using(&thrown))?;
        Ok(usize::try_from(whole(read)).unwrap_or(length).min(length))
    }

    pub(crate) fn write(&self, at: u64, bytes: &[u8]) -> Result<usize, VaultError> {
        let written = self.0.write_with_u8_array_and_options(bytes, &from(at));
        let written = written.map_err(|thrown| failure::using(&thrown))?;
        Ok(usize::try_from(whole(written)).unwrap_or(bytes.len()).min(bytes.len()))
    }

    pub(crate) fn truncate(&self, length: u64) -> Result<(), VaultError> {
        self.0.truncate_with_f64(number(length)).map_err(|thrown| failure::using(&thrown))
    }

    pub(crate) fn flush(&self) -> Result<(), VaultError> {
        self.0.flush().map_err(|thrown| failure::using(&thrown))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn from(at: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(number(at));
    options
}

#[expect(clippy::cast_precision_loss, reason = "files are far below 2^53 bytes")]
fn number(bytes: u64) -> f64 {
    bytes as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` stays in range, and a size is none below 0"
)]
fn whole(bytes: f64) -> u64 {
    bytes as u64
}
