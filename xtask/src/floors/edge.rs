//! From the paths that files name to edges between modules.

use std::collections::{HashMap, HashSet};

use super::modules::Module;
use super::paths::Named;

/// Where an edge ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A module of the same crate, by its place in the list.
    Module(usize),
    /// The first word of a path that leads out of the crate.
    Crate(String),
}

/// One file names something of another.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: Target,
    pub(crate) line: usize,
}

/// Every edge of a crate, one per pair and line, none from a module to itself.
pub(crate) fn between(modules: &[Module]) -> Vec<Edge> {
    let places: HashMap<&[String], usize> =
        modules.iter().enumerate().map(|(index, module)| (module.path.as_slice(), index)).collect();
    let mut edges = Vec::new();
    for (from, module) in modules.iter().enumerate() {
        let local = local_names(module);
        for named in &module.names {
            let to = match absolute(module, named, &local) {
                Some(Absolute::Inside(path)) => Target::Module(deepest(&places, &path)),
                Some(Absolute::Outside(name)) => Target::Crate(name),
                None => continue,
            };
            if to != Target::Module(from) {
                edges.push(Edge { from, to, line: named.line });
            }
        }
    }
    edges
}

#[derive(Debug)]
enum Absolute {
    Inside(Vec<String>),
    Outside(String),
}

/// Names that a file binds by importing them from its own crate: `logs::x` after `use crate::data::logs` is no crate.
fn local_names(module: &Module) -> HashSet<&str> {
    let from_here = |named: &&Named| matches!(named.segments[0].as_str(), "crate" | "self" | "super");
    let imported = module.names.iter().filter(from_here).filter_map(|named| named.binds.as_ref());
    imported.chain(&module.children).map(String::as_str).collect()
}

fn absolute(module: &Module, named: &Named, local: &HashSet<&str>) -> Option<Absolute> {
    let first = named.segments[0].as_str();
    match first {
        "crate" => Some(Absolute::Inside(named.segments[1..].to_vec())),
        "self" => (named.depth == 0).then(|| Absolute::Inside(below(&module.path, &named.segments[1..]))),
        "super" => {
            let ups = named.segments.iter().take_while(|segment| *segment == "super").count();
            let up = ups.checked_sub(named.depth)?;
            let keep = module.path.len().checked_sub(up)?;
            Some(Absolute::Inside(below(&module.path[..keep], &named.segments[ups..])))
        }
        _ if named.depth == 0 && module.children.iter().any(|child| child == first) => {
            Some(Absolute::Inside(below(&module.path, &named.segments)))
        }
        _ if local.contains(first) => None,
        _ => Some(Absolute::Outside(first.to_owned())),
    }
}

fn below(folder: &[String], rest: &[String]) -> Vec<String> {
    folder.iter().chain(rest).cloned().collect()
}

/// The module that holds the item a path names: its longest prefix that is a file.
fn deepest(places: &HashMap<&[String], usize>, path: &[String]) -> usize {
    (0..=path.len()).rev().find_map(|length| places.get(&path[..length]).copied()).unwrap_or_default()
}
