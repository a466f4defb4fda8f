//! A table looked at: filtered, ordered, grouped; what changes meanwhile waits until it is asked for.

use std::collections::{HashMap, HashSet};

use crate::filter::Filter;
use crate::group::{self, Group, Line};
use crate::journal::{What, bit};
use crate::matcher::Matcher;
use crate::order::{Sort, Sorter};
use crate::schema::{Kind, Path};
use crate::table::Table;

/// What a view is asked to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    pub filter: Filter,
    pub order: Vec<Sort>,
    /// The column whose values make groups.
    pub group: Option<Path>,
}

/// Rows in order. Rows never move by themselves: what a fresh look would bring, take away or move is counted
/// ([`View::waiting`]) until [`View::show`]. A row that is removed from the table leaves at once.
#[derive(Debug, Clone, Default)]
pub struct View {
    asked: Asked,
    now: i64,
    matcher: Matcher,
    seen: u64,
    rows: Vec<u32>,
    /// By slot: whether it is among `rows`.
    is_shown: Vec<bool>,
    /// Rows whose place or presence is another by now, and whether they would be new.
    waiting: HashMap<u32, bool>,
    /// The fields that decide on presence, and on place.
    deciding: u64,
    groups: Vec<Group>,
    folded: HashSet<Option<String>>,
}

impl View {
    /// Shows what is asked for, as of now. A filter that narrows the former looks only at what passed that; `now`
    /// (milliseconds since 1970) is what spans are measured from.
    pub fn ask(&mut self, table: &Table, asked: Asked, now: i64) {
        let is_settled = self.waiting.is_empty() && self.seen == table.journal().ever() && self.seen > 0;
        // What is measured from now lets other rows pass as time goes by.
        let is_as_then = self.now == now || !looks_at_moments(table, &self.asked.filter);
        let is_narrower =
            is_settled && is_as_then && !self.asked.filter.is_empty() && asked.filter.narrows(&self.asked.filter);
        let is_same_order = asked.order == self.asked.order && asked.group == self.asked.group;
        self.matcher = Matcher::new(&asked.filter, table, now);
        let mut rows = if is_narrower { std::mem::take(&mut self.rows) } else { table.rows().collect() };
        if !asked.filter.is_empty() {
            rows.retain(|row| self.matcher.passes(table, *row));
        }
        if self.asked.group != asked.group {
            self.folded.clear();
        }
        self.deciding = deciding(table, &asked);
        self.asked = asked;
        self.now = now;
        if !(is_narrower && is_same_order) {
            self.sorter(table).sort(table, &mut rows);
        }
        self.rows = rows;
        self.settle(table);
    }

    /// What is asked for.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Takes note of what changed in the table since last time. Answers how many rows came that pass and are not shown yet.
    pub fn sync(&mut self, table: &Table) -> usize {
        let Some(changes) = table.journal().since(self.seen) else {
            // Too far behind to know what changed: everything is looked at.
            self.look_at_all(table);
            return self.came();
        };
        let mut went = HashSet::new();
        let mut looked = HashSet::new();
        for change in changes {
            match change.what {
                What::Went => {
                    went.insert(change.row);
                    self.waiting.remove(&change.row);
                }
                What::Changed(fields) if fields & self.deciding == 0 => {}
                What::Came | What::Changed(_) => drop(looked.insert(change.row)),
            }
        }
        self.seen = table.journal().ever();
        self.is_shown.resize(table.slots(), false);
        if !went.is_empty() {
            let before = self.rows.len();
            self.rows.retain(|row| !went.contains(row));
            for row in went {
                self.is_shown[row as usize] = false;
            }
            if before != self.rows.len() {
                self.regroup(table);
            }
        }
        for row in looked {
            self.look_at(table, row);
        }
        self.came()
    }

    fn came(&self) -> usize {
        self.waiting.values().filter(|is_new| **is_new).count()
    }

    fn look_at(&mut self, table: &Table, row: u32) {
        if table.id_of(row).is_none() {
            return;
        }
        let passes = self.matcher.passes(table, row);
        let is_shown = self.is_shown.get(row as usize).copied().unwrap_or(false);
        if passes || is_shown {
            self.waiting.insert(row, !is_shown);
        } else {
            self.waiting.remove(&row);
        }
    }

    fn look_at_all(&mut self, table: &Table) {
        self.seen = table.journal().ever();
        self.waiting.clear();
        self.is_shown.clear();
        self.is_shown.resize(table.slots(), false);
        self.rows.retain(|row| table.id_of(*row).is_some());
        for row in &self.rows {
            self.is_shown[*row as usize] = true;
        }
        for row in table.rows().collect::<Vec<_>>() {
            let passes = self.matcher.passes(table, row);
            let is_shown = self.is_shown[row as usize];
            if passes != is_shown {
                self.waiting.insert(row, !is_shown);
            }
        }
        self.regroup(table);
    }

    /// How many rows a fresh look would bring, take away or perhaps move.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Takes the fresh look: only the rows that wait find a new place.
    pub fn show(&mut self, table: &Table) {
        self.sync(table);
        let mut moved: Vec<u32> = Vec::new();
        for row in self.waiting.keys().copied() {
            if self.matcher.passes(table, row) {
                moved.push(row);
            }
        }
        let sorter = self.sorter(table);
        let waiting = std::mem::take(&mut self.waiting);
        let mut stay: Vec<u32> = std::mem::take(&mut self.rows);
        stay.retain(|row| !waiting.contains_key(row));
        sorter.sort(table, &mut moved);
        self.rows = merge(&sorter, table, &stay, &moved);
        self.settle(table);
    }

    fn settle(&mut self, table: &Table) {
        self.seen = table.journal().ever();
        self.waiting.clear();
        self.is_shown.clear();
        self.is_shown.resize(table.slots(), false);
        for row in &self.rows {
            self.is_shown[*row as usize] = true;
        }
        self.regroup(table);
    }

    fn sorter(&self, table: &Table) -> Sorter {
        Sorter::new(table, self.asked.group.as_ref(), &self.asked.order)
    }

    fn regroup(&mut self, table: &Table) {
        self.groups = match &self.asked.group {
            Some(path) => group::of(table, &self.rows, path, &self.sorter(table), &self.folded),
            None => Vec::new(),
        };
    }

    /// The slots of the rows shown, in order, whether or not their group is open.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The groups in order; none when nothing is grouped.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Opens or folds a group.
    pub fn fold(&mut self, table: &Table, value: Option<String>, is_open: bool) {
        if is_open {
            self.folded.remove(&value);
        } else {
            self.folded.insert(value);
        }
        self.regroup(table);
    }

    /// Folds or opens every group.
    pub fn fold_all(&mut self, table: &Table, is_open: bool) {
        self.folded =
            if is_open { HashSet::new() } else { self.groups.iter().map(|group| group.value.clone()).collect() };
        self.regroup(table);
    }

    /// How many lines there are: rows, and heads of groups.
    pub fn lines(&self) -> usize {
        if self.asked.group.is_some() { group::lines(&self.groups) } else { self.rows.len() }
    }

    /// What stands in a line.
    pub fn line(&self, line: usize) -> Option<Line<'_>> {
        if self.asked.group.is_some() {
            group::line(&self.groups, &self.rows, line)
        } else {
            self.rows.get(line).copied().map(Line::Row)
        }
    }
}

fn looks_at_moments(table: &Table, filter: &Filter) -> bool {
    let mut paths = filter.all.iter().flat_map(|clause| &clause.any).filter_map(|term| term.path.as_ref());
    paths.any(|path| table.schema().kind_of(path) == Kind::Time)
}

/// The fields whose values decide on presence and place.
fn deciding(table: &Table, asked: &Asked) -> u64 {
    let searched = || {
        let fields = table.schema().fields().iter().enumerate().filter(|(_, field)| field.is_searched);
        fields.fold(0, |bits, (field, _)| bits | bit(field))
    };
    let terms = asked.filter.all.iter().flat_map(|clause| &clause.any);
    let filtered = terms.fold(0, |bits, term| bits | term.path.as_ref().map_or_else(searched, |path| bit(path.field)));
    let ordered = asked.order.iter().map(|sort| &sort.path).chain(&asked.group);
    ordered.fold(filtered, |bits, path| bits | bit(path.field))
}

fn merge(sorter: &Sorter, table: &Table, one: &[u32], other: &[u32]) -> Vec<u32> {
    let mut merged = Vec::with_capacity(one.len() + other.len());
    let mut from = 0;
    for row in other {
        // Few rows come into many: their places are found by halving.
        let place = from + one[from..].partition_point(|held| sorter.compare(table, *held, *row).is_lt());
        merged.extend_from_slice(&one[from..place]);
        merged.push(*row);
        from = place;
    }
    merged.extend_from_slice(&one[from..]);
    merged
}
