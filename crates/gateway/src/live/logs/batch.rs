//! Lines of a stream on their way into the ring: each serialised once, many in one piece of memory.

use bytes::{BufMut, BytesMut};
use wire::log_line::LogLine;
use wire::log_position::{LogCursor, LogPosition, Missed, Step};

use crate::live::logs::received::{Received, read};
use crate::live::logs::ring::{RingLine, What};

/// A piece of memory is let go when its last line is: it is not to be much more than a few lines.
const FULL: usize = 32 * 1_024;

/// What came and is new, in order.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    json: BytesMut,
    /// Each with where its JSON ends, when it is a line.
    what: Vec<(What, usize)>,
}

impl Batch {
    /// Takes a line of the stream; whether it was one.
    pub(crate) fn add(&mut self, json: &[u8], position: &mut LogPosition) -> bool {
        let Some(received) = read(json) else { return false };
        match received {
            Received::Line(line) => {
                if let Step::Next { missed } = position.step(&line) {
                    // Where lines are numbered the jump says it.
                    if missed != Missed::None && line.sequence.is_none() {
                        self.push(What::Gap { missed, through: None });
                    }
                    self.line(&line);
                }
            }
            Received::Gap(gap) => {
                let had = position.cursor();
                let missed = Missed::lines(position.gap(gap));
                self.push(match had {
                    Some(LogCursor::Sequence(last)) if gap.sequence >= last => {
                        What::Gap { missed, through: Some(gap.sequence) }
                    }
                    _ => What::Begins { after: gap.sequence, again: had.is_some() },
                });
            }
            Received::Suppressed(lines) => {
                self.push(What::Gap { missed: Missed::lines(lines), through: None });
            }
        }
        true
    }

    fn line(&mut self, line: &LogLine) {
        if serde_json::to_writer((&mut self.json).writer(), line).is_err() {
            return;
        }
        self.push(What::Line(RingLine {
            json: bytes::Bytes::new(),
            sequence: line.sequence,
            created_at: line.created_at,
            service: line.service_id,
            is_system: line.is_system,
        }));
    }

    fn push(&mut self, what: What) {
        self.what.push((what, self.json.len()));
    }

    /// Whether it is time to take it.
    pub(crate) fn is_full(&self) -> bool {
        self.json.len() >= FULL
    }

    /// What is in it; it is empty then.
    pub(crate) fn take(&mut self) -> Vec<What> {
        let json = std::mem::take(&mut self.json).freeze();
        let mut from = 0;
        let what = std::mem::take(&mut self.what);
        what.into_iter()
            .map(|(mut what, end)| {
                if let What::Line(line) = &mut what {
                    line.json = json.slice(from..end);
                }
                from = end;
                what
            })
            .collect()
    }
}
