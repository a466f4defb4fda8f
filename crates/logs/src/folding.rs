//! Rows that are the same but for their numbers as groups, of which only the first row takes a position.

use std::collections::BTreeSet;

use crate::bits::Bits;
use crate::likeness::are_alike;
use crate::log::Log;
use crate::origin::Origins;
use crate::parts::{Of, Parts};
use crate::segment::Segment;

/// What a group is, besides its first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// With the first; at least 2.
    pub rows: usize,
    /// How many devices wrote them.
    pub devices: usize,
    /// The time of its last row, in milliseconds since the Unix epoch.
    pub until_ms: i64,
}

/// Which groups are open. Groups themselves are marks of the parts: `heads`, and `placed` for what takes a position.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folding {
    /// By the number of the head. It may hold numbers of rows that are no heads now, and would be with another filter.
    open: BTreeSet<u64>,
}

const SHOWN: Of = |part| &part.shown;
const HEADS: Of = |part| &part.heads;
const PLACED: Of = |part| &part.placed;

impl Folding {
    pub(crate) fn forget_all(&mut self) {
        self.open.clear();
    }

    /// Looks at the rows of the part at `at` that are new, those from `from` on.
    pub(crate) fn look(&self, parts: &mut Parts, log: &Log, at: usize, from: usize) {
        let Some(first) = parts.0.get(at).map(|part| part.first) else { return };
        let Some(segment) = log.segment_at(first) else { return };
        let start = first + from as u64;
        let mut is_open = parts.last_before(start, HEADS).is_some_and(|head| self.open.contains(&head));
        let mut before = parts.last_before(start, SHOWN).and_then(|number| log.place(number));
        let Some(part) = parts.0.get_mut(at) else { return };
        for row in part.shown.bits.iter_from(from) {
            if before.is_none_or(|before| !are_one_group(log.origins(), before, (segment, row))) {
                part.heads.set(row);
                is_open = !self.open.is_empty() && self.open.contains(&(first + row as u64));
                part.placed.set(row);
            } else if is_open {
                part.placed.set(row);
            }
            before = Some((segment, row));
        }
    }

    /// Rows before `first` are no more: the first that is left heads what is left of its group.
    pub(crate) fn forget_before(&mut self, parts: &mut Parts, first: u64) {
        self.open = self.open.split_off(&first);
        let Some(number) = parts.first_from(first, SHOWN).filter(|number| parts.place(*number, HEADS).is_err()) else {
            return;
        };
        let was_open = parts.place(number, PLACED).is_ok();
        if was_open {
            self.open.insert(number);
        }
        if let Some(part) = parts.around_mut(number) {
            let row = part.row(number);
            part.heads.set(row);
            part.placed.set(row);
        }
        recount(parts);
    }

    /// The number of the first row of the group of a row that passes.
    pub(crate) fn head(parts: &Parts, number: u64) -> Option<u64> {
        parts.place(number, SHOWN).ok()?;
        parts.last_before(number.saturating_add(1), HEADS)
    }

    pub(crate) fn is_open(&self, parts: &Parts, head: u64) -> bool {
        self.open.contains(&head) && parts.place(head, HEADS).is_ok() && !is_alone(parts, head)
    }

    /// What a head stands for; none if only for itself.
    pub(crate) fn alike(parts: &Parts, log: &Log, head: u64) -> Option<Alike> {
        parts.place(head, HEADS).ok()?;
        let place = parts.place(head, SHOWN).ok()?;
        let end = parts.first_from(head.saturating_add(1), HEADS);
        let end_place = end.map_or_else(|| Some(parts.count(SHOWN)), |end| parts.place(end, SHOWN).ok())?;
        let rows = end_place.checked_sub(place).filter(|rows| *rows > 1)?;
        let (segment, row) = log.place(parts.nth(end_place - 1, SHOWN)?)?;
        let (until_ms, _) = segment.time_and_flags(row)?;
        Some(Alike { rows, devices: devices(parts, log, head, end.unwrap_or(u64::MAX)), until_ms })
    }

    /// Opens a group of several rows, or closes it.
    pub(crate) fn set_open(&mut self, parts: &mut Parts, head: u64, is_open: bool) {
        let second = head.saturating_add(1);
        let end = parts.first_from(second, HEADS);
        let changes = if is_open { !is_alone(parts, head) && self.open.insert(head) } else { self.open.remove(&head) };
        if !changes {
            return;
        }
        for part in &mut parts.0 {
            let rows = part.row(second)..part.row(end.unwrap_or(u64::MAX));
            for row in part.shown.bits.iter_from(rows.start).take_while(|row| *row < rows.end) {
                if is_open {
                    part.placed.set(row);
                } else {
                    part.placed.unset(row);
                }
            }
        }
        recount(parts);
    }
}

/// Whether a head is a group by itself.
fn is_alone(parts: &Parts, head: u64) -> bool {
    let second = head.saturating_add(1);
    parts.first_from(second, SHOWN) == parts.first_from(second, HEADS)
}

/// After marks have changed in the midst of the parts.
pub(crate) fn recount(parts: &mut Parts) {
    parts.recount(|part| &mut part.heads);
    parts.recount(|part| &mut part.placed);
}

fn are_one_group(origins: &Origins, one: (&Segment, usize), other: (&Segment, usize)) -> bool {
    let facts = |(segment, row): (&Segment, usize)| segment.flags_and_origin(row);
    let (Some((flags, origin)), Some((other_flags, other_origin))) = (facts(one), facts(other)) else { return false };
    let source = |origin| origins.pair(origin).map(|pair| pair.source);
    flags == other_flags
        && !flags.is_gap()
        && (origin == other_origin || source(origin) == source(other_origin))
        && are_alike(one.0.text(one.1).as_bytes(), other.0.text(other.1).as_bytes())
}

/// How many devices wrote the rows that pass from `head` to before `end`.
fn devices(parts: &Parts, log: &Log, head: u64, end: u64) -> usize {
    let all = log.origins().devices().len();
    let (mut seen, mut count) = (Bits::below(all), 0);
    for part in parts.0.iter().filter(|part| part.next() > head && part.first < end) {
        let Some(segment) = log.segment_at(part.first) else { continue };
        let (origins, end) = (segment.origins(0), part.row(end));
        for row in part.shown.bits.iter_from(part.row(head)).take_while(|row| *row < end) {
            let pair = origins.get(row).and_then(|origin| log.origins().pair(*origin));
            if let Some(device) = pair.map(|pair| usize::from(pair.device)).filter(|device| !seen.has(*device)) {
                seen.set(device);
                count += 1;
            }
            if count == all {
                return all;
            }
        }
    }
    count
}
