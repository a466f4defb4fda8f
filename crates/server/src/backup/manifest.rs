//! What a backup says it holds: its last entry, so that a file cut short is known as such.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Its name in the archive.
pub(crate) const NAME: &str = "binnacle-backup.json";
/// The form of archive this program writes and reads.
pub(crate) const FORM: u32 = 1;

/// Every file by its path in the data folder.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) form: u32,
    /// SHA-256 in hex.
    pub(crate) files: BTreeMap<String, String>,
}

/// Reads on, and knows the digest of what it has read.
pub(crate) struct Digesting<R> {
    inner: R,
    digest: Sha256,
}

impl<R: Read> Digesting<R> {
    /// Over `inner`.
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, digest: Sha256::new() }
    }

    /// The digest, in hex.
    pub(crate) fn hex(self) -> String {
        self.digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
