//! One file of a device's log: its header, then records, up to where the file is whole.

use crate::error::VaultError;
use crate::frame;
use crate::header::{Header, MOST_HEADER};
use crate::position::Position;
use crate::record;
use crate::store::{FileId, Store};
use crate::walk::Walk;

/// A place every so many bytes is remembered, so that reading need not begin at the chunk's front.
const MARK_EVERY: u64 = 32 * 1024;

/// Where a record is, and what came before it.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: u64,
    before: Position,
}

/// What is known once the chunk was walked through.
#[derive(Debug, Clone)]
struct Walked {
    /// Up to here all is whole: where the next record goes.
    end: u64,
    after: Position,
    marks: Vec<Mark>,
}

impl Walked {
    fn pass(&mut self, at: u64, end: u64, after: Position) {
        if self.marks.last().is_none_or(|mark| at >= mark.at + MARK_EVERY) {
            self.marks.push(Mark { at, before: self.after });
        }
        self.end = end;
        self.after = after;
    }
}

/// See the module's sentence.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) file: FileId,
    pub(crate) header: Header,
    /// Bytes on the disk.
    pub(crate) size: u64,
    /// Where the first record begins.
    begin: u64,
    walked: Option<Walked>,
    is_flushed: bool,
}

impl Chunk {
    /// The chunk in a file; `None` if it holds none that can be read.
    pub(crate) fn open(store: &impl Store, file: FileId) -> Result<Option<Self>, VaultError> {
        let mut bytes = [0; MOST_HEADER];
        let read = store.read(file, 0, &mut bytes)?;
        let Some((header, begin)) = bytes.get(..read).and_then(Header::read) else { return Ok(None) };
        Ok(Some(Self { file, header, size: store.size(file)?, begin, walked: None, is_flushed: true }))
    }

    /// A new one, in a file of its own.
    pub(crate) fn begin(store: &mut impl Store, header: Header) -> Result<Self, VaultError> {
        let file = store.create()?;
        let bytes = header.bytes();
        let begin = bytes.len() as u64;
        let written = store.write(file, 0, &bytes);
        if written != Ok(bytes.len()) {
            store.remove(file)?;
            return Err(written.err().unwrap_or(VaultError::Full));
        }
        let walked = Walked { end: begin, after: header.before, marks: Vec::new() };
        Ok(Self { file, header, size: begin, begin, walked: Some(walked), is_flushed: false })
    }

    /// What came before the entry after its last one. The first time, the whole chunk is read.
    pub(crate) fn after(&mut self, store: &impl Store) -> Result<Position, VaultError> {
        Ok(self.walked(store)?.after)
    }

    fn walked(&mut self, store: &impl Store) -> Result<&mut Walked, VaultError> {
        let walked = match self.walked.take() {
            Some(walked) => walked,
            None => self.walk_through(store)?,
        };
        Ok(self.walked.insert(walked))
    }

    fn walk_through(&self, store: &impl Store) -> Result<Walked, VaultError> {
        let mut walked = Walked { end: self.begin, after: self.header.before, marks: Vec::new() };
        let mut walk = Walk::new(self.file, self.begin);
        loop {
            let at = walk.at;
            let passed = walk.next(store)?.and_then(|payload| record::pass(payload, walked.after));
            let Some(after) = passed else { return Ok(walked) };
            walked.pass(at, walk.at, after);
        }
    }

    /// Cuts off what is not whole.
    pub(crate) fn mend(&mut self, store: &mut impl Store) -> Result<(), VaultError> {
        let end = self.walked(store)?.end;
        if end < self.size {
            store.truncate(self.file, end)?;
            self.size = end;
        }
        Ok(())
    }

    /// Appends a record; all of it or nothing.
    pub(crate) fn append(&mut self, store: &mut impl Store, payload: &[u8]) -> Result<(), VaultError> {
        let (file, begin) = (self.file, self.begin);
        let walked = self.walked(store)?;
        let Some(after) = record::pass(payload, walked.after) else { return Ok(()) };
        let mut bytes = Vec::with_capacity(frame::HEAD + payload.len());
        frame::seal(payload, &mut bytes);
        let at = walked.end.max(begin);
        let written = store.write(file, at, &bytes);
        if written != Ok(bytes.len()) {
            // A part of it may be there. Should cutting fail, too, the next record is written over it.
            let _ = store.truncate(file, at);
            self.size = store.size(file).unwrap_or(at + bytes.len() as u64);
            return Err(written.err().unwrap_or(VaultError::Full));
        }
        let end = at + bytes.len() as u64;
        walked.pass(at, end, after);
        self.size = self.size.max(end);
        self.is_flushed = false;
        Ok(())
    }

    /// A walk that begins with the last remembered record that holds or comes before this place, and what came before it.
    pub(crate) fn walk_from(&mut self, store: &impl Store, place: u64) -> Result<(Walk, Position), VaultError> {
        let (file, begin, before) = (self.file, self.begin, self.header.before);
        let marks = &self.walked(store)?.marks;
        let after = marks.partition_point(|mark| mark.before.entries <= place);
        let mark = after.checked_sub(1).and_then(|at| marks.get(at)).copied();
        let mark = mark.unwrap_or(Mark { at: begin, before });
        Ok((Walk::new(file, mark.at), mark.before))
    }

    /// Whether it holds nothing but its header.
    pub(crate) fn is_empty(&self) -> bool {
        self.walked.as_ref().is_some_and(|walked| walked.after == self.header.before)
    }

    pub(crate) fn flush(&mut self, store: &mut impl Store) -> Result<(), VaultError> {
        if !self.is_flushed {
            store.flush(self.file)?;
            self.is_flushed = true;
        }
        Ok(())
    }
}
