//! The beginning of a chunk: what it is a part of, and what came before it.

use crate::frame;
use crate::numbers::{self, Bytes};
use crate::position::Position;

/// Most bytes of a header.
pub(crate) const MOST_HEADER: usize = 256;
/// Most bytes of a device's name: UUIDs are 32 or 62.
const MOST_DEVICE: usize = 64;
const MAGIC: [u8; 8] = *b"BNCLLOG\n";
/// Chunks of another version are let go: a device's log is still at the server for a while, and on the device.
const VERSION: u8 = 1;

/// See the module's sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) device: String,
    /// Rises by one with each chunk of a device.
    pub(crate) number: u64,
    pub(crate) before: Position,
    /// When its first entry came to the server, in milliseconds since 1970.
    pub(crate) begun_ms: i64,
}

/// Whether it can name a device: letters and digits, and not too many.
pub(crate) fn is_device(uuid: &str) -> bool {
    (1..=MOST_DEVICE).contains(&uuid.len()) && uuid.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl Header {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut payload = Vec::with_capacity(MOST_HEADER);
        numbers::put_text(&self.device, &mut payload);
        numbers::put(self.number, &mut payload);
        self.before.put(&mut payload);
        numbers::put_signed(self.begun_ms, &mut payload);
        let mut bytes = Vec::with_capacity(MOST_HEADER);
        bytes.extend_from_slice(&MAGIC);
        bytes.push(VERSION);
        frame::seal(&payload, &mut bytes);
        bytes
    }

    /// The header at the front of a file, and its length; `None` if there is none of this version.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, u64)> {
        let rest = bytes.strip_prefix(&MAGIC)?.strip_prefix(&[VERSION])?;
        let (payload, length) = frame::open(rest)?;
        let mut read = Bytes(payload);
        let header = Self {
            device: read.text().filter(|device| is_device(device))?.to_owned(),
            number: read.number()?,
            before: Position::read(&mut read)?,
            begun_ms: read.signed()?,
        };
        Some((header, (MAGIC.len() + 1 + length) as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_header_is_read_whole_or_not_at_all(
            device in "[a-f0-9]{1,64}",
            numbers: (u64, u64, u64, Option<u64>, Option<i64>, i64),
            cut: prop::sample::Index,
            flip in 1_u8..,
        ) {
            let (number, entries, lines, sequence, created_at, begun_ms) = numbers;
            let before = Position { entries, lines, sequence, created_at };
            let header = Header { device, number, before, begun_ms };
            let mut bytes = header.bytes();
            prop_assert!(bytes.len() <= MOST_HEADER);
            prop_assert_eq!(Header::read(&bytes), Some((header, bytes.len() as u64)));
            let at = cut.index(bytes.len());
            prop_assert_eq!(Header::read(&bytes[..at]), None);
            bytes[at] ^= flip;
            prop_assert_eq!(Header::read(&bytes), None);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let mut chunk = MAGIC.to_vec();
            chunk.push(VERSION);
            frame::seal(&bytes, &mut chunk);
            let _ = Header::read(&chunk);
        }
    }

    #[test]
    fn a_path_is_no_device() {
        for name in ["", "../other", "a b", "é", &"a".repeat(65)] {
            assert!(!is_device(name), "{name}");
        }
    }
}
