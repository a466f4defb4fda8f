//! Finds a text in many bytes at once: exactly, or without regard to ASCII case.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use crate::pair::Pair;
use crate::trigrams::Sought;

/// Longest text that can be looked for, in bytes; more than that is cut.
pub const MAX_NEEDLE: usize = 256;

/// So many bytes of the first text that is looked through tell which bytes are rare there.
const SAMPLE: usize = 8 * 1024;

/// A text made ready to be looked for.
#[derive(Debug, Clone)]
pub struct Needle {
    /// In lower case when case is not regarded.
    text: Vec<u8>,
    folds: bool,
    eights: Vec<Eight>,
    /// What is looked for first.
    pair: OnceLock<Pair>,
    sought: Sought,
}

/// Eight bytes of the text, or the last of them, to be compared at once: what they are where `of` has ones, after `fold` is set.
#[derive(Debug, Clone, Copy)]
struct Eight {
    bytes: u64,
    fold: u64,
    of: u64,
}

impl Eight {
    fn new(text: &[u8], folds: bool) -> Self {
        let made = |byte: fn(u8) -> u8| {
            let mut made = [0; 8];
            made.iter_mut().zip(text).for_each(|(made, text)| *made = byte(*text));
            u64::from_le_bytes(made)
        };
        let fold = if folds { made(|byte| if byte.is_ascii_lowercase() { 0x20 } else { 0 }) } else { 0 };
        Self { bytes: made(|byte| byte), fold, of: made(|_| u8::MAX) }
    }

    fn is(self, bytes: [u8; 8]) -> bool {
        ((u64::from_le_bytes(bytes) | self.fold) ^ self.bytes) & self.of == 0
    }
}

impl Needle {
    /// `None` for an empty text, which is found nowhere in particular.
    pub fn new(text: &str, match_case: bool) -> Option<Self> {
        let mut end = text.len().min(MAX_NEEDLE);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &text[..end];
        if text.is_empty() {
            return None;
        }
        let text = if match_case { text.as_bytes().to_vec() } else { text.to_ascii_lowercase().into_bytes() };
        let eights = text.chunks(8).map(|text| Eight::new(text, !match_case)).collect();
        let sought = Sought::of(&text);
        Some(Self { text, folds: !match_case, eights, pair: OnceLock::new(), sought })
    }

    /// What a part of a log has where the needle is.
    pub(crate) fn sought(&self) -> &Sought {
        &self.sought
    }

    /// The needle's length in bytes, which is also the length of every match.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Never: an empty text makes no needle.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Calls `found` with the start of each match in order, overlaps left out, until it answers the offset to go on from
    /// or `None` to stop.
    pub fn scan(&self, haystack: &[u8], mut found: impl FnMut(usize) -> Option<usize>) {
        let sample = haystack.get(..SAMPLE).unwrap_or(haystack);
        let pair = self.pair.get_or_init(|| Pair::rarest(&self.text, self.folds, sample));
        pair.each(haystack, self.len(), |start| {
            if !self.is_at(start, haystack) {
                return ControlFlow::Continue(start + 1);
            }
            found(start).map_or(ControlFlow::Break(()), |next| ControlFlow::Continue(next.max(start + 1)))
        });
    }

    /// Whether the needle begins at `start`.
    pub(crate) fn is_at(&self, start: usize, haystack: &[u8]) -> bool {
        let Some(mut rest) = haystack.get(start..).filter(|rest| rest.len() >= self.len()) else { return false };
        for eight in &self.eights {
            let Some((bytes, after)) = rest.split_first_chunk() else {
                // The last of the haystack are fewer.
                let mut bytes = [0; 8];
                bytes.iter_mut().zip(rest).for_each(|(byte, rest)| *byte = *rest);
                return eight.is(bytes);
            };
            if !eight.is(*bytes) {
                return false;
            }
            rest = after;
        }
        true
    }

    /// Whether `text` holds the needle.
    pub fn is_in(&self, text: &str) -> bool {
        let mut hit = false;
        self.scan(text.as_bytes(), |_| {
            hit = true;
            None
        });
        hit
    }

    /// Byte ranges of the matches in one row, at most `limit`.
    pub fn ranges(&self, text: &str, limit: usize) -> Vec<(usize, usize)> {
        let mut ranges = Vec::new();
        self.scan(text.as_bytes(), |start| {
            let end = start + self.len();
            // Case folding is ASCII only, so both ends lie on character boundaries; checked all the same.
            if text.is_char_boundary(start) && text.is_char_boundary(end) {
                ranges.push((start, end));
            }
            (ranges.len() < limit).then_some(end)
        });
        ranges
    }
}
