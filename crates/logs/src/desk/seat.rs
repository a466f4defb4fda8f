//! A log with one who looks at it: the worker's half of a log view.

use super::look::{Look, Window};
use super::shown::{Alike, Mark, Shown, ShownRow};
use super::step::{Step, Target};
use crate::fields;
use crate::filter::Filter;
use crate::line::Row;
use crate::log::{Capacity, Log};
use crate::timeline::Timeline;
use crate::view::View;

/// Most matches marked in one row.
const MARKS: usize = 100;
/// Most rows of one answer: no screen shows more.
const MOST_ROWS: u32 = 2_000;

/// See the module's sentence.
#[derive(Debug)]
pub struct Seat {
    log: Log,
    view: View,
    look: Look,
    /// The rows that pass whatever their time, for the timeline of a view that a span of time is chosen of.
    wide: Option<View>,
}

impl Seat {
    pub fn new(capacity: Capacity) -> Self {
        Self { log: Log::new(capacity), view: View::new(Filter::default()), look: Look::default(), wide: None }
    }

    pub fn log(&self) -> &Log {
        &self.log
    }

    /// To append to it; what is shown follows with the next [`Seat::shown`].
    pub fn log_mut(&mut self) -> &mut Log {
        &mut self.log
    }

    /// The view, brought up to date.
    pub fn view(&mut self) -> (&Log, &View) {
        self.view.sync(&self.log);
        (&self.log, &self.view)
    }

    pub fn filter(&self) -> &Filter {
        &self.look.filter
    }

    /// Looks for something else.
    pub fn look(&mut self, look: Look) {
        self.view.refilter(look.filter.clone(), &self.log);
        self.view.set_folding(look.folded, &self.log);
        self.look = look;
    }

    /// What there is to see now.
    pub fn shown(&mut self) -> Shown {
        self.view.sync(&self.log);
        let (view, log) = (&self.view, &self.log);
        let len = view.len();
        let place = |number: u64| view.position(number).unwrap_or_else(|next| next);
        let count = |rows: u32| rows.min(MOST_ROWS) as usize;
        let (range, anchor) = match self.look.window {
            Window::End { rows } => (len.saturating_sub(count(rows))..len, None),
            Window::At { first, rows } => (first as usize..(first as usize).saturating_add(count(rows)), None),
            Window::Around { number, before, after } => {
                let at = place(number);
                (at.saturating_sub(count(before))..at.saturating_add(count(after)), Some(small(at)))
            }
        };
        let range = range.start.min(len)..range.end.min(len);
        let rows = range.clone().filter_map(|at| Some(self.row(&log.row(view.number(at)?)?))).collect();
        Shown {
            turn: self.look.turn,
            held: log.len() as u64,
            trimmed: log.trimmed(),
            next: log.next(),
            bytes: log.bytes() as u64,
            len: small(len),
            first: small(range.start),
            rows,
            anchor,
            mark: self.look.mark.map(|number| Mark {
                position: view.position(number).ok().map(small),
                hit: view.hit_position(number).ok().map(small),
            }),
            unseen: self.look.since.map_or(0, |number| small(len - place(number).min(len))),
            hits: view.finder().map(|_| small(view.hits())),
            problem: view.problem().map(ToString::to_string),
            sources: log.sources().map(|it| (it.name.to_owned(), small(it.rows))).collect(),
            devices: small(log.devices().filter(|it| it.rows > 0).count()),
            levels: crate::level::Level::ALL.map(|level| small(log.rows_of_level(level))),
        }
    }

    /// How the rows that pass lie in time, whatever span of it is chosen.
    pub fn timeline(&mut self, bars: usize) -> Option<Timeline> {
        let Filter { from_ms, to_ms, .. } = self.look.filter;
        if from_ms.is_none() && to_ms.is_none() {
            self.wide = None;
            self.view.sync(&self.log);
            return Timeline::of(&self.view, &self.log, bars);
        }
        let filter = Filter { from_ms: None, to_ms: None, ..self.look.filter.clone() };
        let wide = self.wide.get_or_insert_with(|| View::new(filter.clone()));
        wide.refilter(filter, &self.log);
        Timeline::of(wide, &self.log, bars)
    }

    /// Opens (or closes again) the group of alike rows that a row belongs to.
    pub fn unfold(&mut self, number: u64, is_open: bool) {
        if is_open {
            self.view.unfold(number);
        } else {
            self.view.fold(number);
        }
    }

    /// The next or previous row of a kind, around the end for rows with the text.
    pub fn step(&mut self, step: Step) -> Option<u64> {
        self.view.sync(&self.log);
        let view = &self.view;
        match step.target {
            Target::Row => {
                let last = view.len().checked_sub(1)?;
                let at = match step.from.map(|number| view.position(number)) {
                    None => last,
                    Some(Ok(at)) if step.is_forward => (at + 1).min(last),
                    Some(Err(at)) if step.is_forward => at.min(last),
                    Some(Ok(at) | Err(at)) => at.saturating_sub(1),
                };
                view.number(at)
            }
            Target::Hit => {
                let hits = view.hits();
                let last = hits.checked_sub(1)?;
                let at = match step.from.map(|number| view.hit_position(number)) {
                    None => last,
                    Some(Ok(at)) if step.is_forward => (at + 1) % hits,
                    Some(Err(at)) if step.is_forward => at % hits,
                    Some(Ok(at) | Err(at)) => at.checked_sub(1).unwrap_or(last),
                };
                let number = view.hit(at)?;
                // A hit that is folded away is shown.
                if view.position(number).is_err() {
                    self.view.unfold(number);
                }
                Some(number)
            }
        }
    }

    fn row(&self, row: &Row<'_>) -> ShownRow {
        let limit = self.look.text_limit as usize;
        let end = row.text.floor_char_boundary(limit.min(row.text.len()));
        let text = row.text.get(..end).unwrap_or_default();
        let found = self.view.finder().map(|finder| finder.ranges(text, MARKS)).unwrap_or_default();
        ShownRow {
            number: row.number,
            sequence: row.sequence,
            at_ms: row.at_ms,
            skew_ms: row.skew_ms,
            device: row.device.to_owned(),
            source: row.source.to_owned(),
            text: text.to_owned(),
            is_cut: end < row.text.len(),
            spans: row.spans.iter().filter(|span| span.end <= end).copied().collect(),
            found,
            level: row.level,
            stderr: row.stderr,
            system: row.system,
            gap: row.gap,
            is_structured: row.gap.is_none() && fields::object_of(row.text).is_some(),
            alike: self.view.alike(row.number, &self.log).map(|alike| Alike {
                rows: small(alike.rows),
                devices: small(alike.devices),
                until_ms: alike.until_ms,
                is_open: self.view.is_unfolded(row.number),
            }),
        }
    }
}

/// A log holds far fewer rows than a `u32` counts.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
