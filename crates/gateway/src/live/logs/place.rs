//! One reader's place in a ring: a few numbers, whatever the ring holds, so that a reader who does not read costs nothing.

use model::device_uuid::DeviceUuid;
use wire::live::LogState;
use wire::log_line::LogLine;
use wire::log_position::{LogCursor, LogPosition, Missed, Step};
use wire::logs_frame::LogsFrame;

use crate::live::logs::filter::Filter;
use crate::live::logs::part::Part;
use crate::live::logs::ring::{Ring, RingLine, What};
use crate::live::logs::turn::Turn;

/// The most a frame holds.
pub(crate) const FRAME_LINES: usize = 500;
pub(crate) const FRAME_BYTES: usize = 256 * 1_024;
/// What one device may put into a frame before it is the next one's turn.
const TURN_LINES: usize = 100;
/// After so many lines that were not asked for, the page is told how far it is.
const TELL_AFTER: u32 = 256;

/// Where a reader is.
#[derive(Debug)]
pub(crate) struct Place {
    next: u64,
    /// The number of the line before, where lines are numbered.
    last: Option<u64>,
    /// The number up to which the page knows that it has everything.
    told: Option<u64>,
    passed: u32,
    state: Option<LogState>,
    /// What was read of the past, while the ring may repeat it; where lines are not numbered.
    overlap: Option<Box<LogPosition>>,
}

impl Place {
    /// At `next`, having come to `cursor`.
    pub(crate) fn at(next: u64, cursor: Option<LogCursor>) -> Self {
        let last = if let Some(LogCursor::Sequence(last)) = cursor { Some(last) } else { None };
        Self { next, last, told: last, passed: 0, state: None, overlap: None }
    }

    /// At `next`, with the past read elsewhere, which the ring may repeat.
    pub(crate) fn after_past(next: u64, mut position: LogPosition) -> Self {
        let cursor = position.cursor();
        position.overlap();
        let overlap = matches!(cursor, Some(LogCursor::CreatedAt(_))).then(|| Box::new(position));
        Self { overlap, ..Self::at(next, cursor) }
    }

    /// Takes what there is into the frame, as much as is this device's turn.
    pub(crate) fn read(&mut self, ring: &Ring, filter: &Filter, device: &DeviceUuid, frame: &mut LogsFrame) -> Turn {
        let turn_ends = (frame.lines() + TURN_LINES).min(FRAME_LINES);
        let mut part = Part::of(device, frame, self.catch_up(ring));
        let mut turn = Turn::Done;
        for entry in ring.from(self.next) {
            match &entry.what {
                What::Begins { after, again } => self.begin(*after, *again, &mut part),
                What::Gap { missed, through } => part.miss(self.pass(*missed, *through)),
                What::Line(line) => {
                    let is_full = part.frame.bytes() + line.json.len() > FRAME_BYTES && part.frame.lines() > 0;
                    if is_full || part.frame.lines() >= turn_ends {
                        turn = if is_full { Turn::Full } else { Turn::More };
                        break;
                    }
                    if let Step::Next { missed } = self.step(line) {
                        part.miss(missed);
                        self.take(line, filter, &mut part);
                    }
                }
            }
            self.next = entry.end();
        }
        let state = ring.state().filter(|state| turn == Turn::Done && self.state != Some(*state));
        if part.missed != Missed::None || ((state.is_some() || self.passed >= TELL_AFTER) && !part.is_open) {
            part.open();
        }
        if part.is_open {
            let through = self.last.filter(|_| self.last != self.told);
            part.frame.end(through, state, None);
            self.told = self.last;
            self.passed = 0;
            self.state = state.or(self.state);
        }
        turn
    }

    /// Goes on at what is held; what was let go and is not told by the number that follows.
    fn catch_up(&mut self, ring: &Ring) -> Missed {
        if self.next >= ring.first() {
            return Missed::None;
        }
        let gone = ring.let_go_since(self.next);
        self.next = ring.first();
        if self.last.is_some() {
            return Missed::None;
        }
        let Some(overlap) = &self.overlap else { return gone };
        let oldest = ring.from(self.next).find_map(|entry| match &entry.what {
            What::Line(line) => Some(line.created_at),
            _ => None,
        });
        match (overlap.cursor(), oldest) {
            (Some(LogCursor::CreatedAt(read)), Some(oldest)) if oldest <= read => Missed::None,
            _ => Missed::Uncounted,
        }
    }

    fn begin(&mut self, after: u64, again: bool, part: &mut Part<'_>) {
        if self.last.is_none() {
            self.last = Some(after);
        } else if again && self.last.is_some_and(|last| last > after) {
            part.close();
            part.frame.begin(part.device, None);
            part.frame.end(Some(after), None, None);
            (self.last, self.told) = (Some(after), Some(after));
        }
    }

    fn pass(&mut self, missed: Missed, through: Option<u64>) -> Missed {
        match (self.last, through) {
            (_, None) => missed,
            (None, Some(through)) => {
                self.last = Some(through);
                missed
            }
            (Some(last), Some(through)) => {
                self.last = Some(last.max(through));
                Missed::lines(through.saturating_sub(last))
            }
        }
    }

    fn step(&mut self, line: &RingLine) -> Step {
        if let Some(sequence) = line.sequence {
            let Some(last) = self.last.replace(sequence) else { return Step::Next { missed: Missed::None } };
            if sequence <= last {
                self.last = Some(last);
                return Step::Known;
            }
            return Step::Next { missed: Missed::lines(sequence - last - 1) };
        }
        let Some(overlap) = &mut self.overlap else { return Step::Next { missed: Missed::None } };
        let Ok(read) = serde_json::from_slice::<LogLine>(&line.json) else { return Step::Known };
        let step = overlap.step(&read);
        if !overlap.may_repeat() {
            self.overlap = None;
        }
        step
    }

    fn take(&mut self, line: &RingLine, filter: &Filter, part: &mut Part<'_>) {
        if filter.takes(line.service, line.is_system) {
            part.line(&line.json);
            self.told = self.last;
            self.passed = 0;
        } else {
            self.passed = self.passed.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;
    use wire::live::{LogMissed, LogPart, ServerFrame};

    use super::*;

    fn log_line(number: u64, service: i64, is_numbered: bool) -> LogLine {
        LogLine {
            created_at: i64::try_from(number / 3).unwrap(),
            timestamp: 0,
            is_system: false,
            is_std_err: false,
            service_id: Some(service),
            message: number.to_string(),
            sequence: is_numbered.then_some(number),
        }
    }

    fn entry(line: &LogLine) -> What {
        What::Line(RingLine {
            json: Bytes::from(serde_json::to_vec(line).unwrap()),
            sequence: line.sequence,
            created_at: line.created_at,
            service: line.service_id,
            is_system: false,
        })
    }

    fn uuid() -> DeviceUuid {
        "a".repeat(32).parse().unwrap()
    }

    /// Reads until nothing is left.
    fn read(place: &mut Place, ring: &Ring, filter: &Filter) -> Vec<LogPart> {
        let mut parts = Vec::new();
        loop {
            let mut frame = LogsFrame::of(1);
            let turn = place.read(ring, filter, &uuid(), &mut frame);
            let Ok(ServerFrame::Logs { parts: more, .. }) = serde_json::from_str(&frame.into_text().unwrap()) else {
                panic!("a frame of logs");
            };
            parts.extend(more);
            if turn == Turn::Done {
                return parts;
            }
        }
    }

    fn missed(parts: &[LogPart]) -> Missed {
        parts.iter().fold(Missed::None, |sum, part| sum.and(LogMissed::read(part.missed)))
    }

    fn numbers(parts: &[LogPart]) -> Vec<u64> {
        parts.iter().flat_map(|part| &part.lines).map(|line| line.message.parse().unwrap()).collect()
    }

    proptest! {
        /// Lines are written and let go; the reader looks now and then.
        #[test]
        fn lines_and_gaps_are_the_whole_in_order(
            steps in proptest::collection::vec((0_u64..400, any::<bool>(), any::<bool>()), 1..12),
            bytes in 1_000_usize..60_000,
            is_numbered: bool,
        ) {
            let (mut ring, mut place, all) = (Ring::default(), Place::at(0, None), Filter::new(None, true));
            let (mut written, mut parts) = (0, Vec::new());
            for (count, is_gap, looks) in steps {
                if is_gap && count > 0 {
                    written += count;
                    let through = is_numbered.then_some(written);
                    ring.append([What::Gap { missed: Missed::Lines(count), through }], bytes);
                } else {
                    ring.append((written + 1..=written + count).map(|n| entry(&log_line(n, 1, is_numbered))), bytes);
                    written += count;
                }
                if looks {
                    parts.extend(read(&mut place, &ring, &all));
                }
            }
            parts.extend(read(&mut place, &ring, &all));
            let told = numbers(&parts);
            prop_assert!(told.windows(2).all(|pair| pair[0] < pair[1]));
            let gone = written - u64::try_from(told.len()).unwrap();
            prop_assert_eq!(missed(&parts), Missed::lines(gone));
        }
    }

    #[test]
    fn what_is_not_asked_for_is_passed_over_and_the_page_is_told_how_far() {
        let mut ring = Ring::default();
        ring.append((1..=1_000).map(|n| entry(&log_line(n, if n == 5 { 7 } else { 1 }, true))), 1_000_000);
        let mut place = Place::at(0, Some(LogCursor::Sequence(0)));
        let parts = read(&mut place, &ring, &Filter::new(Some(vec![7]), false));
        assert_eq!((numbers(&parts), missed(&parts)), (vec![5], Missed::None));
        assert_eq!(parts.last().unwrap().through, Some(1_000));
        ring.append((1_001..1_010).map(|n| entry(&log_line(n, 1, true))), 1_000_000);
        assert!(read(&mut place, &ring, &Filter::new(Some(vec![7]), false)).is_empty(), "not for a few");
    }

    #[test]
    fn what_the_past_brought_is_not_brought_again() {
        for is_numbered in [true, false] {
            let mut past = LogPosition::default();
            for n in 1..=7 {
                past.step(&log_line(n, 1, is_numbered));
            }
            let mut ring = Ring::default();
            ring.append((5..=9).map(|n| entry(&log_line(n, 1, is_numbered))), 10_000);
            let mut place = Place::after_past(0, past);
            let parts = read(&mut place, &ring, &Filter::new(None, true));
            assert_eq!((numbers(&parts), missed(&parts)), (vec![8, 9], Missed::None), "numbered: {is_numbered}");
        }
    }

    #[test]
    fn a_stream_says_where_it_begins_and_when_it_begins_again() {
        let (mut ring, all) = (Ring::default(), Filter::new(None, true));
        ring.append([What::Begins { after: 40, again: false }], 10_000);
        ring.set_state(LogState::Live);
        let mut place = Place::at(0, None);
        let parts = read(&mut place, &ring, &all);
        assert_eq!((parts[0].through, parts[0].state), (Some(40), Some(LogState::Live)));
        ring.append([entry(&log_line(43, 1, true))], 10_000);
        assert_eq!(missed(&read(&mut place, &ring, &all)), Missed::Lines(2));
        ring.append([What::Begins { after: 3, again: true }, entry(&log_line(4, 1, true))], 10_000);
        let parts = read(&mut place, &ring, &all);
        assert_eq!((parts[0].through, parts[0].lines.len(), numbers(&parts)), (Some(3), 0, vec![4]));
    }

    #[test]
    fn a_loud_device_leaves_room_in_the_frame() {
        let mut ring = Ring::default();
        ring.append((1..=1_000).map(|n| entry(&log_line(n, 1, true))), 1_000_000);
        let (mut place, mut frame) = (Place::at(0, None), LogsFrame::of(1));
        assert_eq!(place.read(&ring, &Filter::new(None, true), &uuid(), &mut frame), Turn::More);
        assert_eq!(frame.lines(), TURN_LINES);
    }

    #[test]
    fn a_line_that_does_not_fit_asks_for_another_frame() {
        let mut ring = Ring::default();
        let long = |n| entry(&LogLine { message: "x".repeat(100_000), ..log_line(n, 1, true) });
        ring.append((1..=3).map(long), 1_000_000);
        let (mut place, mut frame) = (Place::at(0, None), LogsFrame::of(1));
        for _ in 0..2 {
            assert_eq!(place.read(&ring, &Filter::new(None, true), &uuid(), &mut frame), Turn::Full);
            assert_eq!(frame.lines(), 2);
        }
        assert_eq!(place.read(&ring, &Filter::new(None, true), &uuid(), &mut LogsFrame::of(1)), Turn::Done);
    }
}
