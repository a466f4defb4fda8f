//! A hash of everything the SPA is made from.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::house::{self, Member};

/// Names the SPA's inputs as they are now; `tools` says what builds it.
pub(crate) fn of_inputs(root: &Path, tools: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    tools.hash(&mut hasher);
    for file in inputs(root)? {
        file.hash(&mut hasher);
        fs::read(&file).with_context(|| format!("reading {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn inputs(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for name in ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html", "login.html", ".cargo/config.toml"] {
        files.extend(Some(root.join(name)).filter(|file| file.exists()));
    }
    for folder in ["src", "public", "style"] {
        collect(&root.join(folder), &mut files)?;
    }
    let members = house::members(root)?;
    for member in below(&members, house::DASHBOARD) {
        files.push(member.manifest.clone());
        collect(&member.folder().join("src"), &mut files)?;
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// The crates that a crate stands on, directly or not.
fn below<'a>(members: &'a [Member], name: &str) -> Vec<&'a Member> {
    let mut found: Vec<&Member> = Vec::new();
    let mut names = vec![name.to_owned()];
    while let Some(name) = names.pop() {
        let Some(member) = members.iter().find(|member| member.name == name) else { continue };
        for used in &member.uses {
            if let Some(next) = members.iter().find(|member| member.name == *used)
                && !found.iter().any(|member| member.name == *used)
            {
                found.push(next);
                names.push(used.clone());
            }
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
