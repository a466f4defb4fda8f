//! The floors inside `src/`: which folder may use which, and which crates.

use std::collections::BTreeSet;
use std::path::Path;

use super::edge::{Edge, Target};
use super::modules::Module;
use super::table::{FILE, Row, Tables};
use crate::place;

const PAGES: &str = "pages";

/// Every edge out of a floor of `src/` that its row does not allow.
pub(crate) fn problems(root: &Path, modules: &[Module], edges: &[Edge], tables: &Tables) -> Vec<String> {
    let mut problems = BTreeSet::new();
    for edge in edges {
        let from = &modules[edge.from];
        let Some(floor) = from.path.first() else { continue };
        let here = format!("{}:{}", place::shown(root, &from.file), edge.line);
        let Some(row) = row_of(tables, floor) else {
            problems.insert(format!(
                "{}:1: `{floor}` has no row in {FILE}'s table of src/",
                place::shown(root, &from.file)
            ));
            continue;
        };
        let refused = match &edge.to {
            Target::Crate(name) => outside(row, name, tables),
            Target::Module(to) => inside(row, &from.path, &modules[*to].path),
        };
        if let Some(other) = refused {
            problems.insert(format!("{here}: {} → {other} is not allowed: {}", shown(&from.path), row.shown()));
        }
    }
    problems.into_iter().collect()
}

fn row_of<'a>(tables: &'a Tables, floor: &str) -> Option<&'a Row> {
    tables.rooms.iter().find(|row| row.name.split('/').next() == Some(floor))
}

/// Only the workspace's own crates are judged: a path's first word may be any library's.
fn outside(row: &Row, name: &str, tables: &Tables) -> Option<String> {
    let ours = tables.crates.iter().any(|row| row.name == name);
    (ours && !row.allows(name)).then(|| name.to_owned())
}

fn inside(row: &Row, from: &[String], to: &[String]) -> Option<String> {
    let Some(floor) = to.first() else { return (row.may_use.is_some()).then(|| "the crate's root".to_owned()) };
    if Some(floor) != from.first() {
        return (!row.allows(floor)).then(|| shown(to));
    }
    // Within `pages` each page is a floor of its own; the folder's own file only lists them.
    let both_pages = floor == PAGES && from.len() > 1 && to.len() > 1;
    (both_pages && from[1] != to[1]).then(|| shown(to))
}

fn shown(path: &[String]) -> String {
    path.iter().take(2).cloned().collect::<Vec<_>>().join("/")
}
