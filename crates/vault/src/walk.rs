//! A walk over a file's frames, a window at a time; it ends where the file does or where it is damaged.

use crate::error::VaultError;
use crate::frame::{HEAD, Head};
use crate::store::{FileId, Store};

/// So many bytes are read at once, or one frame if it is longer.
const WINDOW: usize = 64 * 1024;

/// See the module's sentence.
#[derive(Debug)]
pub(crate) struct Walk {
    file: FileId,
    /// Where the next frame begins.
    pub(crate) at: u64,
    window: Vec<u8>,
    /// Where the window begins.
    window_at: u64,
}

impl Walk {
    pub(crate) fn new(file: FileId, at: u64) -> Self {
        Self { file, at, window: Vec::new(), window_at: at }
    }

    /// The next frame's payload; `None` at the end. [`Walk::at`] then says up to where all is whole.
    pub(crate) fn next(&mut self, store: &impl Store) -> Result<Option<&[u8]>, VaultError> {
        let Some(head) = self.bytes(store, HEAD)?.and_then(Head::read) else { return Ok(None) };
        let length = HEAD + head.length;
        if self.bytes(store, length)?.and_then(|frame| frame.get(HEAD..)).is_none_or(|payload| !head.seals(payload)) {
            return Ok(None);
        }
        let begin = self.at;
        self.at += length as u64;
        Ok(self.held(begin, length).and_then(|frame| frame.get(HEAD..)))
    }

    /// So many bytes from here on; `None` if the file ends before.
    fn bytes(&mut self, store: &impl Store, length: usize) -> Result<Option<&[u8]>, VaultError> {
        if self.held(self.at, length).is_none() {
            self.window.resize(length.max(WINDOW), 0);
            self.window_at = self.at;
            let read = store.read(self.file, self.at, &mut self.window)?;
            self.window.truncate(read);
        }
        Ok(self.held(self.at, length))
    }

    fn held(&self, at: u64, length: usize) -> Option<&[u8]> {
        let from = usize::try_from(at.checked_sub(self.window_at)?).ok()?;
        self.window.get(from..from.checked_add(length)?)
    }
}
