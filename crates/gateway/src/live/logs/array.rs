//! Cutting a JSON array of objects, as it comes, into its members, each of bounded length.

use bytes::{Buf, BytesMut};

/// As a line of a stream: the longest message, each character six bytes, and the fields around it.
const MAX_MEMBER: usize = 512 * 1_024;

/// What the next byte is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum At {
    #[default]
    Structure,
    Text,
    /// The byte after a backslash.
    Escape,
}

/// Bytes in, whole objects out. A member beyond the bound is left out whole.
#[derive(Debug, Default)]
pub(crate) struct Array {
    buffer: BytesMut,
    /// How much of the buffer was looked at.
    searched: usize,
    depth: u32,
    at: At,
    is_skipping: bool,
    is_whole: bool,
}

impl Array {
    /// More bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether the array's end has come.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The next whole object.
    pub(crate) fn next_object(&mut self) -> Option<BytesMut> {
        while let Some(byte) = self.buffer.get(self.searched).copied() {
            self.searched += 1;
            let was = self.at;
            match (was, byte) {
                (At::Structure, _) => {}
                (At::Text, b'\\') => self.at = At::Escape,
                (At::Text, b'"') => self.at = At::Structure,
                (At::Text | At::Escape, _) => self.at = At::Text,
            }
            if was != At::Structure {
                continue;
            }
            match byte {
                b'"' => self.at = At::Text,
                b'{' => {
                    if self.depth == 0 {
                        self.buffer.advance(self.searched - 1);
                        self.searched = 1;
                    }
                    self.depth += 1;
                }
                b'}' if self.depth == 1 => {
                    self.depth = 0;
                    let object = self.buffer.split_to(self.searched);
                    self.searched = 0;
                    if !std::mem::take(&mut self.is_skipping) && object.len() <= MAX_MEMBER {
                        return Some(object);
                    }
                }
                b'}' => self.depth = self.depth.saturating_sub(1),
                b']' if self.depth == 0 => self.is_whole = true,
                _ => {}
            }
        }
        if self.depth == 0 || self.searched > MAX_MEMBER {
            self.is_skipping = self.depth > 0;
            self.buffer.clear();
            self.searched = 0;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str, size: usize) -> Vec<String> {
        let mut array = Array::default();
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            assert!(!array.is_whole());
            array.push(piece);
            while let Some(object) = array.next_object() {
                found.push(String::from_utf8(object.to_vec()).unwrap());
            }
        }
        assert!(array.is_whole());
        found
    }

    proptest! {
        #[test]
        fn any_cutting_gives_the_same_members(
            texts in proptest::collection::vec("[a{}\\[\\],\"\\\\ ]{0,12}", 0..8), size in 1_usize..40,
        ) {
            let members: Vec<String> =
                texts.iter().map(|text| serde_json::json!({ "m": text, "n": { "k": 1 } }).to_string()).collect();
            prop_assert_eq!(cut(&format!(" [{}]", members.join(" , ")), size), members);
        }
    }

    #[test]
    fn a_member_without_end_costs_no_more_than_the_bound() {
        let mut array = Array::default();
        array.push(br#"[{"a":1},{"a":""#);
        assert!(array.next_object().is_some());
        for _ in 0..100 {
            array.push(&[b'x'; 8_192]);
            assert!(array.next_object().is_none());
            assert!(array.buffer.len() <= MAX_MEMBER + 8_192);
        }
        array.push(br#""},{"a":2}]"#);
        assert_eq!(array.next_object().as_deref(), Some(br#"{"a":2}"#.as_slice()));
    }
}
