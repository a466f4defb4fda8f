//! Lines as text: the NDJSON that readers get, and cutting it at a line.

use bytes::Bytes;
use serde::Serialize;
use wire::log_line::DeviceLogLine;

/// Consecutive lines of one device, as NDJSON of [`wire::log_line::LogLine`] without the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogBlock {
    /// The number of the first line.
    pub first: u64,
    /// The number of the last line.
    pub last: u64,
    /// Each line with its line feed.
    pub text: Bytes,
}

impl LogBlock {
    /// The part after the line numbered `position`, up to the one numbered `until`.
    #[must_use]
    pub fn between(self, position: u64, until: u64) -> Self {
        let Self { first, last, text } = self;
        let (from, to) = (first.max(position + 1), last.min(until));
        let start = skip(&text, from - first);
        let end =
            if to == last { text.len() } else { start + skip(text.get(start..).unwrap_or_default(), to + 1 - from) };
        Self { first: from, last: to, text: text.slice(start..end) }
    }
}

/// A line as readers get it; its keys stand in the order of the API's own answers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'l> {
    created_at: i64,
    timestamp: i64,
    is_system: bool,
    is_std_err: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_id: Option<i64>,
    message: &'l str,
}

/// Appends a line to `text`.
pub fn write_line(text: &mut Vec<u8>, created_at: i64, line: &DeviceLogLine) {
    let written = Written {
        created_at,
        timestamp: line.timestamp,
        is_system: line.is_system,
        is_std_err: line.is_std_err,
        service_id: line.service_id,
        message: &line.message,
    };
    let before = text.len();
    // Writing numbers, booleans and text to memory does not fail; half a line would be worse than none.
    match serde_json::to_writer(&mut *text, &written) {
        Ok(()) => text.push(b'\n'),
        Err(_) => text.truncate(before),
    }
}

/// How many bytes the first `lines` lines take.
pub(super) fn skip(text: &[u8], lines: u64) -> usize {
    match usize::try_from(lines) {
        Ok(0) => 0,
        Ok(lines) => memchr::memchr_iter(b'\n', text).nth(lines - 1).map_or(text.len(), |at| at + 1),
        Err(_) => text.len(),
    }
}

/// How many lines there are.
pub(super) fn count(text: &[u8]) -> u64 {
    u64::try_from(memchr::memchr_iter(b'\n', text).count()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use proptest::prelude::*;

    fn numbers(first: u64, last: u64) -> String {
        let mut text = String::new();
        for number in first..=last {
            writeln!(text, "{number}").unwrap();
        }
        text
    }

    proptest! {
        #[test]
        fn a_block_is_cut_at_any_line(lines in 1_u64..20, position in 0_u64..40, until in 0_u64..40) {
            let (first, last) = (10, 9 + lines);
            let text = numbers(first, last);
            let block = LogBlock { first, last, text: text.into() };
            prop_assume!(position < last && until >= first && until > position);
            let part = block.between(position, until);
            let expected = numbers(first.max(position + 1), last.min(until));
            prop_assert_eq!(part.text, expected);
        }
    }
}
