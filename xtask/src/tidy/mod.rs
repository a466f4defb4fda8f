//! `cargo xtask tidy`: house rules that neither rustfmt nor clippy knows.

mod claims;
mod colours;
mod head;
mod length;
mod markup;
mod problem;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::{place, say};
use problem::Problem;

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 8] =
    ["target", "dist", "node_modules", "generated", "vendor", "test-results", "playwright-report", "data"];

/// Judges every `.rs` and `.css` file of the repository, and the list of features.
pub(crate) fn command() -> Result<ExitCode> {
    let (files, problems) = judge(&place::root())?;
    for problem in &problems {
        say::line(problem);
    }
    say::line(&format!("tidy: {files} files, {} problems", problems.len()));
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How many files there are under `root`, and what is wrong with them.
pub(crate) fn judge(root: &Path) -> Result<(usize, Vec<String>)> {
    let mut files = Vec::new();
    collect(root, root, &mut files)?;
    files.sort();
    let mut problems = Vec::new();
    for file in &files {
        let text = fs::read_to_string(root.join(file)).with_context(|| format!("reading {}", file.display()))?;
        let name = file.display().to_string();
        for problem in rules(&name, &text) {
            problems.push(format!("{name}:{}: {}", problem.line, problem.text));
        }
    }
    for problem in claims::problems(root) {
        problems.push(format!("{}:{}: {}", claims::LIST, problem.line, problem.text));
    }
    Ok((files.len(), problems))
}

fn rules(name: &str, text: &str) -> Vec<Problem> {
    let mut found: Vec<Problem> = length::problem(text).into_iter().collect();
    if place::kind(name) == "rs" {
        found.extend(head::problem(text));
        if in_the_page(name) {
            found.extend(colours::in_rust(text));
            found.extend(markup::in_rust(text));
        }
    }
    if place::kind(name) == "css" && name != "style/tokens.css" {
        found.extend(colours::in_css(text));
    }
    found
}

/// Code that ends up in the browser.
fn in_the_page(name: &str) -> bool {
    name.starts_with("src/") || name.starts_with("crates/ui/src/") || name.starts_with("crates/term/src/")
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() {
            if !name.starts_with('.') && !SKIPPED.contains(&name.as_str()) {
                collect(root, &path, files)?;
            }
        } else if matches!(place::kind(&name), "rs" | "css") {
            files.push(path.strip_prefix(root).unwrap_or(&path).to_path_buf());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
