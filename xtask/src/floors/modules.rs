//! The modules of one crate: which file each is, and which paths each names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use syn::Item;

use super::attributes::only_in_tests;
use super::paths::{self, Named};

/// One file of a crate.
#[derive(Debug)]
pub(crate) struct Module {
    /// From the crate's root: `["pages", "fleet"]`; the root file's is empty.
    pub(crate) path: Vec<String>,
    pub(crate) file: PathBuf,
    pub(crate) names: Vec<Named>,
    /// Modules that the file declares, inline ones included.
    pub(crate) children: Vec<String>,
}

/// Every module reachable from a crate's root file; test modules are left out, they may name anything.
pub(crate) fn read(root_file: &Path) -> Result<Vec<Module>> {
    let mut found = Vec::new();
    let folder = root_file.parent().unwrap_or(root_file).to_path_buf();
    visit(root_file, &folder, &[], &mut found)?;
    Ok(found)
}

fn visit(file: &Path, folder: &Path, path: &[String], found: &mut Vec<Module>) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let syntax = syn::parse_file(&text).with_context(|| format!("{} is not Rust", file.display()))?;
    let mut children = Vec::new();
    let mut files = Vec::new();
    for item in &syntax.items {
        let Item::Mod(module) = item else { continue };
        if only_in_tests(&module.attrs) {
            continue;
        }
        let name = module.ident.to_string();
        children.push(name.clone());
        if module.content.is_none() {
            files.push(name);
        }
    }
    found.push(Module { path: path.to_vec(), file: file.to_path_buf(), names: paths::named(&syntax), children });
    for name in files {
        let inner = folder.join(&name);
        let beside = folder.join(format!("{name}.rs"));
        let child = if beside.exists() { beside } else { inner.join("mod.rs") };
        let mut child_path = path.to_vec();
        child_path.push(name);
        visit(&child, &inner, &child_path, found)?;
    }
    Ok(())
}
