//! Numbers and texts as bytes: seven bits a byte, small ones short; reading never goes past what is there.

/// Appends a number, low bits first.
pub(crate) fn put(mut number: u64, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    into.push(number.to_le_bytes()[0]);
}

/// Appends a number that may be negative: small either way is short.
pub(crate) fn put_signed(number: i64, into: &mut Vec<u8>) {
    put(((number << 1) ^ (number >> 63)).cast_unsigned(), into);
}

/// Appends a text after its length.
pub(crate) fn put_text(text: &str, into: &mut Vec<u8>) {
    put(text.len() as u64, into);
    into.extend_from_slice(text.as_bytes());
}

/// Bytes still to be read. `None` from any of its functions: they are not what was written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            // The tenth byte holds one bit.
            if shift == 63 && bits > 1 {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    /// A count of things that take at least `each` bytes, so never more than fit into what is left.
    pub(crate) fn count(&mut self, each: usize) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len() / each.max(1)).then_some(count)
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.count(1)?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(number: u64, signed: i64, text: String) {
            let mut bytes = Vec::new();
            put(number, &mut bytes);
            put_signed(signed, &mut bytes);
            put_text(&text, &mut bytes);
            let mut read = Bytes(&bytes);
            prop_assert_eq!(read.number(), Some(number));
            prop_assert_eq!(read.signed(), Some(signed));
            prop_assert_eq!(read.text(), Some(text.as_str()));
            prop_assert!(read.0.is_empty());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Bytes(&bytes).number();
            let _ = Bytes(&bytes).text();
        }
    }

    #[test]
    fn a_number_that_never_ends_is_refused() {
        assert_eq!(Bytes(&[0xff; 32]).number(), None);
        assert_eq!(Bytes(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]).number(), None, "65 bits");
    }
}
