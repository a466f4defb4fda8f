//! Cycles between the files of a crate, and between the folders of one level.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::path::Path;

use super::edge::{Edge, Target};
use super::modules::Module;
use crate::place;

/// Every cycle, told by the lines that make it.
pub(crate) fn problems(root: &Path, modules: &[Module], edges: &[Edge]) -> Vec<String> {
    let whole: Vec<Step<'_>> = edges.iter().filter_map(|edge| step(modules, edge, <[String]>::to_vec)).collect();
    let mut problems = told(root, "files", modules, &whole);
    if problems.is_empty() {
        for folder in folders(modules) {
            let level = folder.len() + 1;
            let inside = |path: &[String]| {
                if path.starts_with(&folder) { path.get(..level).unwrap_or_default().to_vec() } else { Vec::new() }
            };
            let steps: Vec<Step<'_>> = edges
                .iter()
                .filter_map(|edge| step(modules, edge, inside))
                .filter(|step| step.from.len() == level && step.to.len() == level)
                .collect();
            problems.extend(told(root, "modules", modules, &steps));
        }
    }
    problems
}

/// An edge between two groups of files.
#[derive(Debug)]
struct Step<'a> {
    from: Vec<String>,
    to: Vec<String>,
    edge: &'a Edge,
}

fn step<'a>(modules: &[Module], edge: &'a Edge, group: impl Fn(&[String]) -> Vec<String>) -> Option<Step<'a>> {
    let Target::Module(to) = edge.to else { return None };
    let step = Step { from: group(&modules[edge.from].path), to: group(&modules[to].path), edge };
    (step.from != step.to).then_some(step)
}

/// The folders whose modules could form a cycle: every module that has two or more below it.
fn folders(modules: &[Module]) -> BTreeSet<Vec<String>> {
    let parents = modules.iter().filter_map(|module| module.path.split_last().map(|(_, parent)| parent.to_vec()));
    parents.collect()
}

fn told(root: &Path, what: &str, modules: &[Module], steps: &[Step<'_>]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut seen: BTreeSet<&[String]> = BTreeSet::new();
    let starts: BTreeSet<&[String]> = steps.iter().map(|step| step.from.as_slice()).collect();
    for start in starts {
        if seen.contains(start) {
            continue;
        }
        let Some(cycle) = shortest(steps, start) else { continue };
        seen.extend(cycle.iter().map(|step| step.from.as_slice()));
        let mut problem = format!("a cycle between {what}:");
        for step in cycle {
            let file = place::shown(root, &modules[step.edge.from].file);
            let _ = write!(problem, "\n  {file}:{}: {} → {}", step.edge.line, shown(&step.from), shown(&step.to));
        }
        problems.push(problem);
    }
    problems
}

fn shown(path: &[String]) -> String {
    if path.is_empty() { "crate".to_owned() } else { path.join("::") }
}

/// The shortest way from a group back to itself.
fn shortest<'a>(steps: &'a [Step<'a>], start: &[String]) -> Option<Vec<&'a Step<'a>>> {
    let mut queue: VecDeque<Vec<&Step<'_>>> =
        steps.iter().filter(|step| step.from == start).map(|step| vec![step]).collect();
    let mut reached: BTreeSet<&[String]> = BTreeSet::new();
    while let Some(way) = queue.pop_front() {
        let end = way.last()?.to.as_slice();
        if end == start {
            return Some(way);
        }
        if reached.insert(end) {
            for next in steps.iter().filter(|step| step.from == end) {
                let mut longer = way.clone();
                longer.push(next);
                queue.push_back(longer);
            }
        }
    }
    None
}
