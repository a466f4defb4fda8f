//! A file that is being opened: what is written to it meanwhile waits in memory.

use crate::error::VaultError;
use crate::opfs::handle::Handle;

/// Most bytes that wait in one file.
const MOST: usize = 8 * 1024 * 1024;

/// See the module's sentence.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    bytes: Vec<u8>,
}

impl Opening {
    pub(crate) fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    pub(crate) fn read(&self, at: u64, into: &mut [u8]) -> usize {
        let rest = usize::try_from(at).ok().and_then(|at| self.bytes.get(at..)).unwrap_or_default();
        let length = rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(rest) {
            *to = *from;
        }
        length
    }

    pub(crate) fn write(&mut self, at: u64, bytes: &[u8]) -> Result<usize, VaultError> {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.bytes.len());
        if at + bytes.len() > MOST {
            return Err(VaultError::Busy);
        }
        let end = self.bytes.len().min(at + bytes.len());
        self.bytes.splice(at..end, bytes.iter().copied());
        Ok(bytes.len())
    }

    pub(crate) fn truncate(&mut self, length: u64) {
        self.bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    }

    /// Hands all that waits to the open file, which is empty.
    pub(crate) fn hand_over(&self, handle: &Handle) -> Result<(), VaultError> {
        if handle.write(0, &self.bytes)? == self.bytes.len() { Ok(()) } else { Err(VaultError::Full) }
    }
}
