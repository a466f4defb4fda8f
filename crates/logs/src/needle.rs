//! Finds a text in many bytes at once: exact by `memmem`, or without regard to ASCII case.

use memchr::memmem::Finder;
use memchr::{memchr_iter, memchr2_iter};

/// Longest text that can be looked for, in bytes; more than that is cut.
pub const MAX_NEEDLE: usize = 256;

/// A text made ready to be looked for.
#[derive(Debug, Clone)]
pub struct Needle {
    folded: Vec<u8>,
    exact: Option<Finder<'static>>,
    /// The byte of the needle that is looked for first: the rarest one, so that few candidates are checked.
    rare: usize,
}

/// Letters and signs from the most common in logs to rarer ones; what is not here is rarer still.
const COMMON: &[u8] = b"eationrsl dcumph0123gfyb.=:-/w456789k_v";

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
        let has_case = text.bytes().any(|byte| byte.is_ascii_alphabetic());
        let exact = (match_case || !has_case).then(|| Finder::new(text.as_bytes()).into_owned());
        let folded = text.to_ascii_lowercase().into_bytes();
        let rarity = |byte: u8| COMMON.iter().position(|common| *common == byte).unwrap_or(COMMON.len());
        let rare = (0..folded.len()).max_by_key(|at| rarity(folded[*at])).unwrap_or_default();
        Some(Self { folded, exact, rare })
    }

    /// The needle's length in bytes, which is also the length of every match.
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    /// Never: an empty text makes no needle.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Calls `found` with the start of each match in order, overlaps left out, until it answers the offset to go on from
    /// or `None` to stop.
    pub fn scan(&self, haystack: &[u8], mut found: impl FnMut(usize) -> Option<usize>) {
        let mut from = 0;
        if let Some(finder) = &self.exact {
            while let Some(at) = haystack.get(from..).and_then(|rest| finder.find(rest)) {
                match found(from + at) {
                    Some(next) => from = next.max(from + at + 1),
                    None => return,
                }
            }
            return;
        }
        let rare = self.folded[self.rare];
        let mut check = |at: usize| -> bool {
            let Some(start) = at.checked_sub(self.rare).filter(|start| *start >= from) else { return true };
            let Some(candidate) = haystack.get(start..start + self.folded.len()) else { return true };
            if !candidate.eq_ignore_ascii_case(&self.folded) {
                return true;
            }
            match found(start) {
                Some(next) => {
                    from = next.max(start + 1);
                    true
                }
                None => false,
            }
        };
        if rare.is_ascii_alphabetic() {
            let _ = memchr2_iter(rare, rare.to_ascii_uppercase(), haystack).all(&mut check);
        } else {
            let _ = memchr_iter(rare, haystack).all(&mut check);
        }
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
