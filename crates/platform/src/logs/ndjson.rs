//! Cuts a stream of bytes into lines.

use bytes::{Buf as _, BytesMut};

/// The longest line taken whole: the longest message kept, each character written as six bytes.
pub(crate) const MAX_LINE: usize = 512 * 1024;

/// Keeps what is not a whole line yet.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    rest: BytesMut,
    /// How much of the rest has no line feed.
    searched: usize,
    /// The line being read is too long and is skipped to its end.
    skipping: bool,
}

/// One line of the body that is not empty: supervisors keep the stream alive with empty ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line<'b> {
    Text(&'b [u8]),
    TooLong,
}

impl Lines {
    /// Adds bytes and hands out the whole lines so far.
    pub(crate) fn feed(&mut self, bytes: &[u8], mut each: impl FnMut(Line<'_>)) {
        self.rest.extend_from_slice(bytes);
        let mut start = 0;
        while let Some(end) = self.rest.get(self.searched..).and_then(|rest| memchr::memchr(b'\n', rest)) {
            let end = self.searched + end;
            one(self.rest.get(start..end).unwrap_or_default(), &mut self.skipping, &mut each);
            start = end + 1;
            self.searched = start;
        }
        self.rest.advance(start);
        self.searched = self.rest.len();
        if self.rest.len() > MAX_LINE {
            self.skipping = true;
            self.searched = 0;
            self.rest.clear();
        }
    }

    /// The body has ended: what is left is a line.
    pub(crate) fn finish(&mut self, mut each: impl FnMut(Line<'_>)) {
        let rest = self.rest.split();
        self.searched = 0;
        one(&rest, &mut self.skipping, &mut each);
    }
}

fn one(line: &[u8], skipping: &mut bool, each: &mut impl FnMut(Line<'_>)) {
    if std::mem::take(skipping) {
        return each(Line::TooLong);
    }
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if !line.is_empty() {
        each(Line::Text(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(lines: &mut Lines, bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        lines.feed(bytes, |line| found.push(shown(line)));
        found
    }

    fn shown(line: Line<'_>) -> String {
        match line {
            Line::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
            Line::TooLong => "…".to_owned(),
        }
    }

    #[test]
    fn lines_come_whole_however_the_bytes_are_cut() {
        let body = "ä1\n\n2\r\n\r\n3\n4";
        for size in 1..body.len() {
            let mut lines = Lines::default();
            let mut found: Vec<_> = body.as_bytes().chunks(size).flat_map(|piece| fed(&mut lines, piece)).collect();
            lines.finish(|line| found.push(shown(line)));
            assert_eq!(found, ["ä1", "2", "3", "4"]);
        }
    }

    #[test]
    fn what_is_too_long_is_bounded() {
        let mut lines = Lines::default();
        assert!(fed(&mut lines, &vec![b'x'; MAX_LINE]).is_empty());
        assert!(fed(&mut lines, b"xx").is_empty());
        assert!(lines.rest.is_empty());
        assert_eq!(fed(&mut lines, b"x\na\n"), ["…", "a"]);
    }
}
