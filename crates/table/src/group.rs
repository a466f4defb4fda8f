//! Rows that share a value, under a line of their own that folds.

use std::collections::HashSet;

use crate::facet;
use crate::order::Sorter;
use crate::schema::Path;
use crate::table::Table;

/// A group of a view, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What its rows share; none is unknown.
    pub value: Option<String>,
    /// How many rows it has.
    pub rows: usize,
    /// Whether its rows are shown.
    pub is_open: bool,
    /// Where its first row stands among the rows of the view.
    pub(crate) first: usize,
    /// Which line of the view is its own.
    pub(crate) line: usize,
}

/// One line of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// The head of a group.
    Group(&'a Group),
    /// The slot of a row.
    Row(u32),
}

/// The groups of rows that stand in the order of their groups.
pub(crate) fn of(
    table: &Table,
    rows: &[u32],
    path: &Path,
    sorter: &Sorter,
    folded: &HashSet<Option<String>>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let (mut first, mut line) = (0, 0);
    for run in rows.chunk_by(|one, other| sorter.is_alike(table, *one, *other)) {
        let value = facet::value(table, run[0], path);
        let is_open = !folded.contains(&value);
        groups.push(Group { value, rows: run.len(), is_open, first, line });
        first += run.len();
        line += 1 + if is_open { run.len() } else { 0 };
    }
    groups
}

/// How many lines groups take.
pub(crate) fn lines(groups: &[Group]) -> usize {
    groups.last().map_or(0, |group| group.line + 1 + if group.is_open { group.rows } else { 0 })
}

/// What stands in a line.
pub(crate) fn line<'a>(groups: &'a [Group], rows: &[u32], line: usize) -> Option<Line<'a>> {
    let at = groups.partition_point(|group| group.line <= line).checked_sub(1)?;
    let group = groups.get(at)?;
    match (line - group.line).checked_sub(1) {
        None => Some(Line::Group(group)),
        Some(within) if group.is_open && within < group.rows => rows.get(group.first + within).copied().map(Line::Row),
        Some(_) => None,
    }
}
