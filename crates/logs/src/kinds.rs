//! Which kinds of messages pass a view, counted in slices, and which of them came with a release.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::level::Level;
use crate::line::Flags;
use crate::log::Log;
use crate::sign::Sign;
use crate::templates::{OTHER, Template, Templates};
use crate::view::View;

/// From when on which device runs the release in question, in milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Boundary {
    /// By the device's name.
    pub devices: HashMap<String, i64>,
    /// For all other devices; none if they do not run it: all their rows are from before.
    pub otherwise: Option<i64>,
}

/// Which kinds come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Order {
    /// Those with the most rows.
    #[default]
    Count,
    /// Those that were first seen last.
    Newest,
}

/// One kind of message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    pub template: Template,
    /// What is the same in all its rows: `POST /ingest … failed after … ms`.
    pub text: String,
    /// The gravest of its rows.
    pub level: Level,
    pub rows: usize,
    /// How many devices wrote it.
    pub devices: usize,
    /// Numbers of its first and its last row; they may have left the log.
    pub first_row: u64,
    pub last_row: u64,
    /// Its earliest and its latest time, in milliseconds since the Unix epoch.
    pub first_ms: i64,
    pub last_ms: i64,
    /// It has rows after the [`Boundary`] and none before it, on a device of which other rows from before were seen.
    pub is_new: bool,
}

/// A count of the rows that pass one filter. Whoever changes the filter, or clears the log, makes a new one.
#[derive(Debug, Clone)]
pub struct Kinds {
    boundary: Boundary,
    templates: Templates,
    /// By the number of the kind.
    tallies: Vec<Tally>,
    /// Of what fits none.
    other: Option<Tally>,
    /// By the log's numbers.
    devices: Vec<Device>,
    /// The number of the first row that was not looked at.
    next: u64,
    rows: usize,
}

#[derive(Debug, Clone)]
struct Device {
    name: String,
    from_ms: Option<i64>,
    has_before: bool,
}

#[derive(Debug, Clone)]
struct Tally {
    level: Level,
    rows: usize,
    first_row: u64,
    last_row: u64,
    first_ms: i64,
    last_ms: i64,
    has_before: bool,
    /// In the order of their numbers.
    devices: Vec<Share>,
}

/// What one device has of a kind.
#[derive(Debug, Clone)]
struct Share {
    device: u16,
    rows: usize,
    has_after: bool,
}

impl Tally {
    fn of_first(row: u64, at_ms: i64) -> Self {
        Self {
            level: Level::Debug,
            rows: 0,
            first_row: row,
            last_row: row,
            first_ms: at_ms,
            last_ms: at_ms,
            has_before: false,
            devices: Vec::new(),
        }
    }

    fn count(&mut self, row: u64, at_ms: i64, flags: Flags, device: u16, is_before: bool) {
        self.level = self.level.max(flags.level());
        self.rows += 1;
        self.last_row = row;
        self.first_ms = self.first_ms.min(at_ms);
        self.last_ms = self.last_ms.max(at_ms);
        self.has_before |= is_before;
        let at = self.devices.binary_search_by_key(&device, |share| share.device).unwrap_or_else(|at| {
            self.devices.insert(at, Share { device, rows: 0, has_after: false });
            at
        });
        if let Some(share) = self.devices.get_mut(at) {
            share.rows += 1;
            share.has_after |= !is_before;
        }
    }
}

impl Kinds {
    pub fn new(boundary: Boundary) -> Self {
        Self {
            boundary,
            templates: Templates::default(),
            tallies: Vec::new(),
            other: None,
            devices: Vec::new(),
            next: 0,
            rows: 0,
        }
    }

    /// Looks at the next rows that pass, at most `most_rows` of them; answers whether all that the view knows are seen. What was
    /// counted stays so when the log trims it.
    pub fn advance(&mut self, view: &View, log: &Log, most_rows: usize) -> bool {
        let names = log.origins().devices();
        for name in names.get(self.devices.len()..).unwrap_or_default() {
            let from_ms = self.boundary.devices.get(name).copied().or(self.boundary.otherwise);
            self.devices.push(Device { name: name.clone(), from_ms, has_before: false });
        }
        let mut left = most_rows;
        for (part, segment) in view.parts(log) {
            if part.next() <= self.next {
                continue;
            }
            for row in part.shown.bits.iter_from(part.row(self.next)) {
                let Some(still) = left.checked_sub(1) else { return false };
                left = still;
                let number = part.first + row as u64;
                self.next = number + 1;
                if let (Some((at_ms, flags)), Some((_, origin))) =
                    (segment.time_and_flags(row), segment.flags_and_origin(row))
                    && !flags.is_gap()
                {
                    let device = log.origins().pair(origin).map_or(0, |pair| pair.device);
                    self.count(number, segment.text(row), at_ms, flags, device);
                }
            }
            self.next = part.next();
        }
        true
    }

    fn count(&mut self, row: u64, text: &str, at_ms: i64, flags: Flags, device: u16) {
        self.rows += 1;
        let mut is_before = true;
        if let Some(device) = self.devices.get_mut(usize::from(device)) {
            is_before = device.from_ms.is_none_or(|from_ms| at_ms < from_ms);
            device.has_before |= is_before;
        }
        let template = self.templates.learn(text);
        let tally = if template == OTHER {
            self.other.get_or_insert_with(|| Tally::of_first(row, at_ms))
        } else {
            if template.number() == self.tallies.len() {
                self.tallies.push(Tally::of_first(row, at_ms));
            }
            match self.tallies.get_mut(template.number()) {
                Some(tally) => tally,
                None => return,
            }
        };
        tally.count(row, at_ms, flags, device, is_before);
    }

    /// Rows counted so far.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of the first row that was not looked at: how far it is.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// How many kinds there are, what fits none of them as one.
    pub fn len(&self) -> usize {
        self.tallies.len() + usize::from(self.other.is_some())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows that are from before the [`Boundary`], on devices that have one, are of so many devices.
    pub fn devices_before(&self) -> usize {
        self.devices.iter().filter(|device| device.has_before && device.from_ms.is_some()).count()
    }

    /// How many of the kinds are new.
    pub fn news(&self) -> usize {
        self.all().filter(|(template, tally)| self.is_new(*template, tally)).count()
    }

    /// Those with the most rows first; at most `most`.
    pub fn by_count(&self, most: usize) -> Vec<Kind> {
        self.list(Order::Count, false, most)
    }

    /// At most `most`, in that order, perhaps only those that are new.
    pub fn list(&self, order: Order, only_new: bool, most: usize) -> Vec<Kind> {
        let mut all: Vec<(Template, &Tally)> =
            self.all().filter(|(template, tally)| !only_new || self.is_new(*template, tally)).collect();
        match order {
            Order::Count => all.sort_by_key(|(template, tally)| (Reverse(tally.rows), *template)),
            Order::Newest => all.sort_by_key(|(template, tally)| (Reverse(tally.first_row), *template)),
        }
        all.into_iter().take(most).map(|(template, tally)| self.kind(template, tally)).collect()
    }

    /// The devices of a kind with the rows each has of it, the most rows first.
    pub fn per_device(&self, template: Template) -> Vec<(&str, usize)> {
        let shares = self.all().find(|(it, _)| *it == template).map(|(_, tally)| tally.devices.as_slice());
        let name = |device: u16| self.devices.get(usize::from(device)).map_or("", |device| device.name.as_str());
        let mut all: Vec<_> = shares.unwrap_or_default().iter().map(|share| (name(share.device), share.rows)).collect();
        all.sort_by_key(|(name, rows)| (Reverse(*rows), *name));
        all
    }

    /// What finds a kind; none for what fits none.
    pub fn sign(&self, template: Template) -> Option<Sign> {
        self.templates.sign(template)
    }

    /// What finds the kind of a line; a line of none is one by itself.
    pub fn sign_of(&self, line: &str) -> Option<Sign> {
        let known = self.templates.find(line).and_then(|template| self.templates.sign(template));
        known.or_else(|| Templates::sign_of(line))
    }

    fn all(&self) -> impl Iterator<Item = (Template, &Tally)> {
        let known = self.tallies.iter().enumerate().map(|(at, tally)| (Template::of_number(at), tally));
        known.chain(self.other.iter().map(|tally| (OTHER, tally)))
    }

    fn is_new(&self, template: Template, tally: &Tally) -> bool {
        let is_told = |share: &Share| self.devices.get(usize::from(share.device)).is_some_and(|it| it.has_before);
        let is_after = || tally.devices.iter().any(|share| share.has_after && is_told(share));
        // What fits no kind was thrown together.
        template != OTHER && !tally.has_before && is_after()
    }

    fn kind(&self, template: Template, tally: &Tally) -> Kind {
        Kind {
            template,
            text: self.templates.text(template),
            level: tally.level,
            rows: tally.rows,
            devices: tally.devices.len(),
            first_row: tally.first_row,
            last_row: tally.last_row,
            first_ms: tally.first_ms,
            last_ms: tally.last_ms,
            is_new: self.is_new(template, tally),
        }
    }
}
