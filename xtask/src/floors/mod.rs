//! `cargo xtask floors`: the imports that are, against the imports ARCHITECTURE.md allows.

mod attributes;
mod crates;
mod cycle;
mod draw;
mod edge;
mod modules;
mod paths;
mod rooms;
mod table;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::house::{self, Member};
use crate::{place, say};
use modules::Module;
use table::Tables;

/// Everything found wrong, and the drawing of what is.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) problems: Vec<String>,
    pub(crate) drawing: String,
    crates: usize,
    files: usize,
}

/// Judges the repository; redraws the picture, or with `check` fails if it is not the current one.
pub(crate) fn command(check: bool) -> Result<ExitCode> {
    let root = place::root();
    let mut report = judge(&root)?;
    let picture = root.join("docs/floors.svg");
    let current = fs::read_to_string(&picture).unwrap_or_default();
    if current != report.drawing {
        if check {
            report.problems.push("docs/floors.svg: out of date, run `cargo xtask floors`".to_owned());
        } else {
            fs::create_dir_all(root.join("docs"))?;
            fs::write(&picture, &report.drawing).context("writing docs/floors.svg")?;
        }
    }
    for problem in &report.problems {
        say::line(problem);
    }
    say::line(&format!("floors: {} crates, {} files, {} problems", report.crates, report.files, report.problems.len()));
    Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads tables, manifests and sources under `root` and compares them.
pub(crate) fn judge(root: &Path) -> Result<Report> {
    let members = house::members(root)?;
    let tables = Tables::read(root)?;
    let mut problems = crates::problems(root, &tables, &members);
    let mut files = 0;
    for member in &members {
        for start in &member.roots {
            match modules::read(start) {
                Ok(modules) => {
                    files += modules.len();
                    problems.extend(inside(root, member, &modules, &tables));
                }
                // A file that is missing or does not parse is one problem, not the end of the others.
                Err(error) => problems.push(format!("{error:#}")),
            }
        }
    }
    let drawing = draw::svg(&tables, &members);
    Ok(Report { problems, drawing, crates: members.len(), files })
}

fn inside(root: &Path, member: &Member, modules: &[Module], tables: &Tables) -> Vec<String> {
    let edges = edge::between(modules);
    let mut problems = cycle::problems(root, modules, &edges);
    if member.name == house::DASHBOARD {
        problems.extend(rooms::problems(root, modules, &edges, tables));
    }
    problems
}

#[cfg(test)]
mod tests;
