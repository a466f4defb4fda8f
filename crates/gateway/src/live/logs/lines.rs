//! Cutting a stream of bytes into lines of bounded length.

use bytes::{Buf, BytesMut};

/// The longest message the platform keeps, each character perhaps six bytes as JSON writes it, and the fields around it.
const MAX_LINE: usize = 512 * 1_024;

/// Bytes in, whole lines out. A line beyond the bound is left out whole.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    buffer: BytesMut,
    /// How much of the buffer has no line end.
    searched: usize,
    skipping: bool,
}

impl Lines {
    /// More bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole line, without its end.
    pub(crate) fn next_line(&mut self) -> Option<BytesMut> {
        loop {
            let rest = self.buffer.get(self.searched..).unwrap_or_default();
            let Some(at) = rest.iter().position(|byte| *byte == b'\n') else {
                self.searched = self.buffer.len();
                if self.searched > MAX_LINE {
                    self.buffer.clear();
                    self.searched = 0;
                    self.skipping = true;
                }
                return None;
            };
            let line = self.buffer.split_to(self.searched + at);
            self.buffer.advance(1);
            self.searched = 0;
            if !std::mem::take(&mut self.skipping) && line.len() <= MAX_LINE {
                return Some(line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_cutting_gives_the_same_lines(text in "[a-z\n]{0,200}", cuts in proptest::collection::vec(1_usize..20, 1..40)) {
            let mut lines = Lines::default();
            let mut found = Vec::new();
            let mut rest = text.as_bytes();
            let mut cuts = cuts.iter().cycle();
            while !rest.is_empty() {
                let (now, later) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
                lines.push(now);
                rest = later;
                while let Some(line) = lines.next_line() {
                    found.push(String::from_utf8(line.to_vec()).unwrap());
                }
            }
            let mut expected: Vec<_> = text.split('\n').map(str::to_owned).collect();
            expected.pop();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_line_without_end_costs_no_more_than_the_bound() {
        let mut lines = Lines::default();
        lines.push(b"a\n");
        for _ in 0..100 {
            lines.push(&[b'x'; 8_192]);
            while lines.next_line().is_some() {}
            assert!(lines.buffer.len() <= MAX_LINE + 8_192);
        }
        lines.push(b"x\nb\n");
        assert_eq!(lines.next_line().as_deref(), Some(b"b".as_slice()));
    }
}
