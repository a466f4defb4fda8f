//! Cuts a stream of bytes into lines, and reads each as a log line.

use bytes::{Buf as _, Bytes, BytesMut};
use wire::log_line::{DeviceLogLine, MAX_MESSAGE_CHARS};

/// The longest line of NDJSON taken whole; a longer one is dropped and counted.
const MAX_LINE: usize = 256 * 1024;
/// What a message that was too long ends with, as supervisors write it.
const CUT: &str = "[...]";

/// Keeps what is not a whole line yet.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    rest: BytesMut,
    /// The line being read is too long and is skipped to its end.
    skipping: bool,
}

/// One line of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    Log(DeviceLogLine),
    /// Not a log line; it keeps its number, so that numbers go on.
    Unreadable,
}

impl Lines {
    /// Adds bytes; the whole lines so far.
    pub(crate) fn feed(&mut self, bytes: &Bytes) -> Vec<Line> {
        self.rest.extend_from_slice(bytes);
        let mut found = Vec::new();
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line = self.rest.split_to(end);
            self.rest.advance(1);
            if std::mem::take(&mut self.skipping) {
                found.push(Line::Unreadable);
            } else {
                found.extend(read(&line));
            }
        }
        if self.rest.len() > MAX_LINE {
            self.skipping = true;
            self.rest.clear();
        }
        found
    }

    /// The body has ended: what is left is a line if it reads as one.
    pub(crate) fn finish(&mut self) -> Option<Line> {
        let rest = self.rest.split();
        if std::mem::take(&mut self.skipping) { Some(Line::Unreadable) } else { read(&rest) }
    }
}

/// None for an empty line: supervisors keep the stream alive with them.
fn read(line: &[u8]) -> Option<Line> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return None;
    }
    Some(serde_json::from_slice(line).map_or(Line::Unreadable, |line| Line::Log(cut(line))))
}

/// Cuts a message at its longest, on a character.
pub(crate) fn cut(mut line: DeviceLogLine) -> DeviceLogLine {
    if let Some((at, _)) = line.message.char_indices().nth(MAX_MESSAGE_CHARS) {
        line.message.truncate(at);
        line.message.push_str(CUT);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(lines: Vec<Line>) -> Vec<Option<String>> {
        lines
            .into_iter()
            .map(|line| match line {
                Line::Log(line) => Some(line.message),
                Line::Unreadable => None,
            })
            .collect()
    }

    #[test]
    fn lines_come_whole_however_the_bytes_are_cut() {
        let body = "{\"timestamp\":1,\"message\":\"ä\"}\n\n{\"timestamp\":2,\"message\":\"b\"}\r\nnonsense\n{\"timestamp\":3,\"message\":\"c\"}";
        for size in 1..body.len() {
            let mut lines = Lines::default();
            let mut found = Vec::new();
            for piece in body.as_bytes().chunks(size) {
                found.extend(lines.feed(&Bytes::copy_from_slice(piece)));
            }
            found.extend(lines.finish());
            let found = messages(found);
            assert_eq!(found, [Some("ä".to_owned()), Some("b".to_owned()), None, Some("c".to_owned())]);
        }
    }

    #[test]
    fn what_is_too_long_is_bounded() {
        let mut lines = Lines::default();
        let long = Bytes::from(vec![b'x'; MAX_LINE + 1]);
        assert!(lines.feed(&long).is_empty());
        assert!(lines.rest.is_empty());
        let found = lines.feed(&Bytes::from_static(b"x\n{\"timestamp\":1,\"message\":\"a\"}\n"));
        assert_eq!(messages(found), [None, Some("a".to_owned())]);
        let line = DeviceLogLine {
            timestamp: 1,
            message: "é".repeat(MAX_MESSAGE_CHARS + 1),
            is_system: false,
            is_std_err: false,
            service_id: None,
        };
        assert_eq!(cut(line).message.chars().count(), MAX_MESSAGE_CHARS + CUT.len());
    }
}
