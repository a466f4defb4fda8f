//! Edges between crates.

use std::fs;
use std::path::Path;

use super::table::{FILE, Tables};
use crate::house::{self, Member};
use crate::place;

/// Every edge the table of crates does not allow, and every row or crate without its other half.
///
/// Cycles need no search here: cargo refuses them.
pub(crate) fn problems(root: &Path, tables: &Tables, members: &[Member]) -> Vec<String> {
    let mut problems = Vec::new();
    for row in &tables.crates {
        if !members.iter().any(|member| member.name == row.name) {
            problems.push(format!("{FILE}:{}: row `{}` names no crate of the workspace", row.line, row.name));
        }
    }
    for member in members.iter().filter(|member| member.name != house::DASHBOARD) {
        let Some(row) = tables.crates.iter().find(|row| row.name == member.name) else {
            let manifest = place::shown(root, &member.manifest);
            problems.push(format!("{manifest}:1: crate `{}` has no row in {FILE}'s table of crates", member.name));
            continue;
        };
        for used in member.uses.iter().filter(|used| !row.allows(used)) {
            problems.push(format!(
                "{}:{}: {} → {used} is not allowed: {}",
                place::shown(root, &member.manifest),
                line_of(&member.manifest, used),
                member.name,
                row.shown(),
            ));
        }
    }
    problems
}

/// The line of a manifest that names a dependency.
fn line_of(manifest: &Path, dependency: &str) -> usize {
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let names = [dependency.to_owned(), format!("binnacle-{dependency}")];
    let is_it = |line: &str| {
        names.iter().any(|name| line.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(['.', ' ', '='])))
    };
    text.lines().position(is_it).map_or(1, |index| index + 1)
}
