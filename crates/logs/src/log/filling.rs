//! Putting lines in the place of a gap, when they were had after all.

use std::collections::VecDeque;

use super::Log;
use crate::ansi;
use crate::level::Level;
use crate::line::{Flags, Line, SUPERVISOR};
use crate::segment::{Facts, Segment};

impl Log {
    /// Puts lines of its device in the place of the gap at `number`, as far as they lie in it; what is still missing stays a gap after
    /// them. Answers the number of the first line put there, none when none lies in it.
    ///
    /// Rows from there on have other numbers then, so [`Log::epoch`] changes; they are copied, which takes about a second a million.
    pub fn fill<'a>(&mut self, number: u64, lines: impl IntoIterator<Item = Line<'a>>) -> Option<u64> {
        let gap = self.row(number).filter(|row| row.gap.is_some())?;
        let (device, after, at_ms) = (gap.device.to_owned(), gap.sequence, gap.at_ms);
        let before = self.next_of(&device, number);
        let is_inside = |line: &Line<'_>| {
            line.sequence.is_some_and(|sequence| sequence > after && before.is_none_or(|before| sequence < before))
        };
        let lines: Vec<Line<'a>> = lines.into_iter().filter(is_inside).collect();
        let (first, last) = (lines.first()?.sequence, lines.last()?.sequence);
        let tail = self.cut_at(number);
        let lost_before = first.map_or(0, |first| first - after - 1);
        if lost_before > 0 {
            self.put_gap(&device, lost_before, at_ms, after);
        }
        let put = self.next;
        for line in &lines {
            self.put(line);
        }
        if let (Some(before), Some(last)) = (before, last)
            && before - last > 1
        {
            self.put_gap(&device, before - last - 1, at_ms, last);
        }
        self.copy(tail, number + 1);
        self.epoch += 1;
        (put >= self.first()).then_some(put)
    }

    /// The sequence number of the device's first line after a row.
    fn next_of(&self, device: &str, number: u64) -> Option<u64> {
        let rows = (number + 1..self.next)
            .filter_map(|number| self.place(number).map(|(segment, index)| (number, segment, index)));
        for (number, segment, index) in rows {
            let Some(facts) = segment.facts(index) else { continue };
            if !facts.flags.is_gap() && self.origins.names(facts.origin).0 == device {
                return Some(self.sequence(number, &facts)).filter(|sequence| *sequence > 0);
            }
        }
        None
    }

    /// Takes away the rows from `number` on; what is answered are their segments, the first perhaps with rows before them, each with
    /// the sequence numbers of its rows.
    fn cut_at(&mut self, number: u64) -> VecDeque<(Segment, Vec<u64>)> {
        let at = self.segments.partition_point(|segment| segment.next() <= number);
        let tail = self.segments.split_off(at);
        let numbered: VecDeque<(Segment, Vec<u64>)> = tail
            .into_iter()
            .map(|segment| {
                let sequences = (0..segment.len()).filter_map(|index| segment.facts(index)).zip(segment.first..);
                let sequences = sequences.map(|(facts, row)| self.sequence(row, &facts)).collect();
                (segment, sequences)
            })
            .collect();
        for (segment, _) in &numbered {
            self.rows -= segment.len();
            self.next -= segment.len() as u64;
            self.forget(segment);
        }
        self.settled_bytes = self.segments.iter().rev().skip(1).map(Segment::bytes).sum();
        for numbering in &mut self.numberings {
            numbering.cut(self.next);
        }
        if let Some((first, sequences)) = numbered.front() {
            let rows = usize::try_from(number - first.first).unwrap_or_default();
            for index in 0..rows {
                self.copy_row(first, index, sequences.get(index).copied().unwrap_or_default());
            }
        }
        numbered
    }

    /// Adds rows as they were, from the one that had the number `from` on.
    fn copy(&mut self, tail: VecDeque<(Segment, Vec<u64>)>, from: u64) {
        // One after the other, so that never more than one is held twice.
        for (segment, sequences) in tail {
            let skipped = usize::try_from(from.saturating_sub(segment.first)).unwrap_or_default();
            for (index, sequence) in sequences.iter().enumerate().skip(skipped) {
                self.copy_row(&segment, index, *sequence);
            }
        }
    }

    fn copy_row(&mut self, from: &Segment, index: usize, sequence: u64) {
        let Some(facts) = from.facts(index) else { return };
        let row = self.next;
        let step = self.numbering(facts.origin).replay(row, sequence);
        let segment = self.open_segment(facts.at_ms);
        segment.arena.push_str(from.text(index));
        let styles: Vec<_> = from.styles(index).iter().map(|&(_, at, style)| (at, style)).collect();
        segment.close_row(Facts { step, ..facts }, &styles);
        if !facts.flags.is_gap() {
            self.level_rows[facts.flags.level() as usize] += 1;
            self.origins.count(facts.origin);
        }
        self.count_row();
    }

    fn put(&mut self, line: &Line<'_>) {
        let origin = self.origins.number(line.device, if line.source.is_empty() { SUPERVISOR } else { line.source });
        let row = self.next;
        let step = self.numbering(origin).replay(row, line.sequence.unwrap_or_default());
        let mut styles = Vec::new();
        let segment = self.open_segment(line.at_ms);
        let start = segment.arena.len();
        ansi::clean(line.text, &mut segment.arena, &mut styles);
        let level = Level::detect(segment.arena.get(start..).unwrap_or_default());
        let flags = Flags::of(line, level);
        segment.close_row(Facts { step, at_ms: line.at_ms, skew_ms: line.skew_ms, origin, flags }, &styles);
        self.level_rows[level as usize] += 1;
        self.origins.count(origin);
        self.count_row();
    }

    fn put_gap(&mut self, device: &str, lost: u64, at_ms: i64, sequence: u64) {
        let origin = self.origins.number(device, SUPERVISOR);
        let row = self.next;
        let step = self.numbering(origin).replay(row, sequence);
        let segment = self.open_segment(at_ms);
        segment.arena.push_str(&lost.to_string());
        segment.close_row(Facts { step, at_ms, skew_ms: 0, origin, flags: Flags::gap() }, &[]);
        self.count_row();
    }
}
