//! The shell of everything in a chunk: a length, a checksum of both, and the bytes.

use crc32fast::Hasher;

/// Bytes before the payload: its length and the checksum, each a little-endian `u32`.
pub(crate) const HEAD: usize = 8;
/// Most bytes of a payload: a longer one was not written here.
pub(crate) const MOST_PAYLOAD: usize = 256 * 1024;

/// The head of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) length: usize,
    sum: u32,
}

impl Head {
    /// `None`: there is no frame here.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk()?;
        let (sum, _) = rest.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        (length <= MOST_PAYLOAD).then_some(Self { length, sum: u32::from_le_bytes(*sum) })
    }

    /// Whether this is the payload that was written.
    pub(crate) fn seals(&self, payload: &[u8]) -> bool {
        checksum(payload) == self.sum
    }
}

/// Puts the payload into a frame.
pub(crate) fn seal(payload: &[u8], into: &mut Vec<u8>) {
    into.extend_from_slice(&length_of(payload).to_le_bytes());
    into.extend_from_slice(&checksum(payload).to_le_bytes());
    into.extend_from_slice(payload);
}

/// The payload of the frame at the front, and how many bytes the frame takes; `None` if it is not whole.
pub(crate) fn open(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let head = Head::read(bytes)?;
    let payload = bytes.get(HEAD..HEAD + head.length)?;
    head.seals(payload).then_some((payload, HEAD + head.length))
}

/// The length is part of it: zeros, which a disk may leave after a power cut, are no frame.
fn checksum(payload: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&length_of(payload).to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}

/// Writers stay far below what would not fit.
fn length_of(payload: &[u8]) -> u32 {
    u32::try_from(payload.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_frame_is_whole_or_none(payload: Vec<u8>, cut: prop::sample::Index, flip in 1_u8..) {
            let mut bytes = Vec::new();
            seal(&payload, &mut bytes);
            prop_assert_eq!(open(&bytes), Some((payload.as_slice(), bytes.len())));
            let at = cut.index(bytes.len());
            prop_assert_eq!(open(&bytes[..at]), None);
            bytes[at] ^= flip;
            prop_assert_eq!(open(&bytes), None);
        }
    }

    #[test]
    fn zeros_are_no_frame() {
        assert_eq!(open(&[0; 64]), None);
    }
}
