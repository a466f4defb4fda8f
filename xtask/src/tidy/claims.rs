//! What `docs/features.md` claims is said in full, and the tests it names are there.

use std::fs;
use std::path::Path;

use super::problem::Problem;

/// The list of what is built, row by row.
pub(crate) const LIST: &str = "docs/features.md";
const TESTS: &str = "end2end/tests";

/// A row that says nothing, or a named browser test that does not exist. A tree without the list has no problem.
pub(crate) fn problems(root: &Path) -> Vec<Problem> {
    let Ok(text) = fs::read_to_string(root.join(LIST)) else { return Vec::new() };
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if line.starts_with('|') && cells.get(1).is_none_or(|here| here.is_empty()) {
            let text = format!("nothing is said of `{}`: done, part or no, and why", cells[0]);
            found.push(Problem { line: line_number, text });
        }
        for name in line.split('`').filter_map(|word| word.split_whitespace().next()) {
            if name.ends_with(".spec.ts") && !root.join(TESTS).join(name.trim_start_matches("tests/")).exists() {
                found.push(Problem { line: line_number, text: format!("there is no {TESTS}/{name}") });
            }
        }
    }
    found
}
