//! The words of a line, and which of them are surely variables.

/// Words of more bytes than this are variables: what is encoded, and what would make a kind of messages large.
const LONG: usize = 64;

/// The words of a line; none for those that are surely variables: words with a digit (numbers, times, ids, addresses), what is
/// quoted, and long ones.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Option<&'a str>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let start = self.at + bytes.get(self.at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let mut has_digit = false;
        let rest = bytes.get(start..)?.iter();
        let length =
            rest.take_while(|byte| !byte.is_ascii_whitespace()).map(|byte| has_digit |= byte.is_ascii_digit()).count();
        self.at = start + length;
        let word = self.text.get(start..self.at)?;
        let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\'' | b'`'));
        let is_quoted = is_quote(word.as_bytes().first()) || is_quote(word.as_bytes().last());
        Some((!has_digit && !is_quoted && length <= LONG).then_some(word))
    }
}

/// Never 0. Words that are made to collide become a variable of their kind, no more.
pub(crate) fn word_hash(word: &str) -> u64 {
    let mut hash = word.len() as u64;
    for piece in word.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        for (byte, given) in bytes.iter_mut().zip(piece) {
            *byte = *given;
        }
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    hash | 1
}
