//! A record: a batch of lines, a gap or a restart, as bytes and back.

use std::sync::Arc;

use crate::entry::{Entry, KeptLine, MOST_MESSAGE, MOST_SERVICE};
use crate::numbers::{self, Bytes};
use crate::position::Position;

const LINES: u8 = 1;
const GAP: u8 = 2;
const RESTART: u8 = 3;

/// Bits of a line's flags.
const STDERR: u8 = 1;
const SYSTEM: u8 = 2;
const NUMBERED: u8 = 4;

/// A batch is closed at about so many bytes, so that what a damaged one takes with it is small.
const BATCH: usize = 32 * 1024;
/// At least so many bytes are a line: flags, service, two times, the message's length.
const LEAST_LINE: usize = 5;

/// The lines in parts, each of which becomes one record.
pub(crate) fn batches<'a>(lines: &'a [&'a KeptLine]) -> impl Iterator<Item = &'a [&'a KeptLine]> {
    let mut rest = lines;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = rest.iter().take_while(|line| {
            let before = bytes;
            bytes += line.message.len().min(MOST_MESSAGE) + line.service.len().min(MOST_SERVICE) + 64;
            before == 0 || bytes <= BATCH
        });
        let (batch, after) = rest.split_at(fits.count());
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

/// A batch. In front: how many lines, and the last number and times, by which the first line is told; then each by the
/// one before it.
pub(crate) fn of_lines(lines: &[&KeptLine]) -> Vec<u8> {
    let mut into = vec![LINES];
    numbers::put(lines.len() as u64, &mut into);
    let numbered = lines.iter().rev().find_map(|line| line.sequence);
    into.push(u8::from(numbered.is_some()));
    let mut sequence = numbered.unwrap_or_default();
    let (mut created_at, mut timestamp) = lines.last().map_or((0, 0), |line| (line.created_at, line.timestamp));
    numbers::put(sequence, &mut into);
    numbers::put_signed(created_at, &mut into);
    numbers::put_signed(timestamp, &mut into);
    let mut services: Vec<&str> = Vec::new();
    for line in lines {
        if !services.contains(&&*line.service) {
            services.push(&line.service);
        }
    }
    numbers::put(services.len() as u64, &mut into);
    for service in &services {
        numbers::put_text(start(service, MOST_SERVICE), &mut into);
    }
    for line in lines {
        let number = if line.sequence.is_some() { NUMBERED } else { 0 };
        let stderr = if line.stderr { STDERR } else { 0 };
        let system = if line.system { SYSTEM } else { 0 };
        into.push(stderr | system | number);
        let service = services.iter().position(|service| **service == *line.service).unwrap_or_default();
        numbers::put(service as u64, &mut into);
        if let Some(next) = line.sequence {
            numbers::put_signed(next.wrapping_sub(sequence).cast_signed(), &mut into);
            sequence = next;
        }
        numbers::put_signed(line.created_at.wrapping_sub(created_at), &mut into);
        numbers::put_signed(line.timestamp.wrapping_sub(timestamp), &mut into);
        (created_at, timestamp) = (line.created_at, line.timestamp);
        numbers::put_text(start(&line.message, MOST_MESSAGE), &mut into);
    }
    into
}

pub(crate) fn of_gap(missed: Option<u64>, at_ms: i64) -> Vec<u8> {
    let mut into = vec![GAP, u8::from(missed.is_some())];
    numbers::put(missed.unwrap_or_default(), &mut into);
    numbers::put_signed(at_ms, &mut into);
    into
}

pub(crate) fn of_restart(at_ms: i64) -> Vec<u8> {
    let mut into = vec![RESTART];
    numbers::put_signed(at_ms, &mut into);
    into
}

/// The position after a record, by its front alone; `None` if it is none.
pub(crate) fn pass(payload: &[u8], before: Position) -> Option<Position> {
    let mut bytes = Bytes(payload);
    let one_more = Position { entries: before.entries.checked_add(1)?, ..before };
    match bytes.byte()? {
        GAP => Some(one_more),
        RESTART => Some(Position { sequence: None, ..one_more }),
        LINES => {
            let count = bytes.count(LEAST_LINE)? as u64;
            let is_numbered = bytes.byte()? != 0;
            let sequence = bytes.number()?;
            Some(Position {
                entries: before.entries.checked_add(count)?,
                lines: before.lines.checked_add(count)?,
                sequence: if is_numbered { Some(sequence) } else { before.sequence },
                created_at: Some(bytes.signed()?),
            })
        }
        _ => None,
    }
}

/// The entries of a record; `None` if it is none.
pub(crate) fn read(payload: &[u8]) -> Option<Vec<Entry>> {
    let mut bytes = Bytes(payload);
    match bytes.byte()? {
        GAP => {
            let is_counted = bytes.byte()? != 0;
            let missed = bytes.number()?;
            Some(vec![Entry::Gap { missed: is_counted.then_some(missed), at_ms: bytes.signed()? }])
        }
        RESTART => Some(vec![Entry::Restart { at_ms: bytes.signed()? }]),
        LINES => read_lines(bytes),
        _ => None,
    }
}

fn read_lines(mut bytes: Bytes<'_>) -> Option<Vec<Entry>> {
    let count = bytes.count(LEAST_LINE)?;
    bytes.byte()?;
    let mut sequence = bytes.number()?;
    let (mut created_at, mut timestamp) = (bytes.signed()?, bytes.signed()?);
    let mut services: Vec<Arc<str>> = Vec::new();
    for _ in 0..bytes.count(1)? {
        services.push(bytes.text()?.into());
    }
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let flags = bytes.byte()?;
        let service = services.get(usize::try_from(bytes.number()?).ok()?)?;
        let is_numbered = flags & NUMBERED != 0;
        if is_numbered {
            sequence = sequence.wrapping_add_signed(bytes.signed()?);
        }
        created_at = created_at.wrapping_add(bytes.signed()?);
        timestamp = timestamp.wrapping_add(bytes.signed()?);
        entries.push(Entry::Line(KeptLine {
            sequence: is_numbered.then_some(sequence),
            created_at,
            timestamp,
            service: Arc::clone(service),
            stderr: flags & STDERR != 0,
            system: flags & SYSTEM != 0,
            message: bytes.text()?.to_owned(),
        }));
    }
    Some(entries)
}

/// The first `most` bytes, or a few less where these would cut a character.
fn start(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line() -> impl Strategy<Value = KeptLine> {
        (any::<(Option<u64>, i64, i64, bool, bool, String)>(), "[a-c]{0,2}").prop_map(|(facts, service)| {
            let (sequence, created_at, timestamp, stderr, system, message) = facts;
            KeptLine { sequence, created_at, timestamp, service: service.into(), stderr, system, message }
        })
    }

    proptest! {
        #[test]
        fn any_batch_is_read_back(lines in prop::collection::vec(line(), 1..40)) {
            let all: Vec<&KeptLine> = lines.iter().collect();
            let payload = of_lines(&all);
            let entries: Vec<Entry> = lines.iter().cloned().map(Entry::Line).collect();
            prop_assert_eq!(read(&payload), Some(entries));
            let after = pass(&payload, Position::default());
            let count = lines.len() as u64;
            prop_assert_eq!(after, Some(Position {
                entries: count,
                lines: count,
                sequence: lines.iter().rev().find_map(|line| line.sequence),
                created_at: lines.last().map(|line| line.created_at),
            }));
        }

        #[test]
        fn marks_are_read_back(missed: Option<u64>, at_ms: i64) {
            prop_assert_eq!(read(&of_gap(missed, at_ms)), Some(vec![Entry::Gap { missed, at_ms }]));
            prop_assert_eq!(read(&of_restart(at_ms)), Some(vec![Entry::Restart { at_ms }]));
        }

        /// A checksum may hold by chance, or by malice.
        #[test]
        fn any_bytes_are_read_or_refused(kind in 0_u8..5, bytes: Vec<u8>) {
            let payload: Vec<u8> = [kind].into_iter().chain(bytes).collect();
            let _ = pass(&payload, Position::default());
            let _ = read(&payload);
        }

        #[test]
        fn batches_are_all_lines_in_order(lengths in prop::collection::vec(0_usize..70_000, 0..20)) {
            let lines: Vec<KeptLine> = lengths.iter().map(|length| KeptLine {
                sequence: None,
                created_at: 0,
                timestamp: 0,
                service: "".into(),
                stderr: false,
                system: false,
                message: "x".repeat(*length),
            }).collect();
            let all: Vec<&KeptLine> = lines.iter().collect();
            let parts: Vec<&[&KeptLine]> = batches(&all).collect();
            prop_assert_eq!(parts.concat(), all.clone());
            for part in parts {
                prop_assert!(of_lines(part).len() <= crate::frame::MOST_PAYLOAD);
            }
        }
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(start("aé", 2), "a");
        assert_eq!(start("aé", 3), "aé");
    }

    #[test]
    fn a_line_takes_few_bytes_beside_its_text() {
        let lines: Vec<KeptLine> = (0..200)
            .map(|number| KeptLine {
                sequence: Some(1_000_000 + number),
                created_at: 1_790_000_000_000 + number.cast_signed() * 40,
                timestamp: 1_790_000_000_000 + number.cast_signed() * 37,
                service: "web".into(),
                stderr: false,
                system: false,
                message: String::new(),
            })
            .collect();
        let bytes = of_lines(&lines.iter().collect::<Vec<_>>()).len();
        assert!(bytes <= 200 * 8, "{bytes} bytes of 200 empty lines");
    }
}
