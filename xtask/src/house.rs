//! The workspace's crates and who depends on whom, as `cargo metadata` tells it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process;

/// The root package's short name: the SPA.
pub(crate) const DASHBOARD: &str = "dashboard";

/// One crate of the workspace.
#[derive(Debug)]
pub(crate) struct Member {
    /// The package's name without `binnacle-`.
    pub(crate) name: String,
    pub(crate) manifest: PathBuf,
    /// The root file of each library and binary.
    pub(crate) roots: Vec<PathBuf>,
    /// Short names of the workspace crates it uses outside tests. Tests may stand on anything.
    pub(crate) uses: Vec<String>,
}

impl Member {
    /// The folder of its manifest.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(&self.manifest)
    }
}

/// Reads the workspace at `root` without resolving or downloading anything.
pub(crate) fn members(root: &Path) -> Result<Vec<Member>> {
    let mut cargo = process::cargo();
    cargo.current_dir(root).args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let text = process::answer(&mut cargo).context("reading the workspace")?;
    let metadata: Value = serde_json::from_str(&text).context("reading cargo metadata's answer")?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let names: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut members: Vec<Member> = packages.iter().filter_map(|package| member(package, &names)).collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

fn member(package: &Value, names: &[&str]) -> Option<Member> {
    let mut uses: Vec<String> = package["dependencies"]
        .as_array()?
        .iter()
        .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
        .filter_map(|dependency| dependency["name"].as_str())
        .filter(|name| names.contains(name))
        .map(short)
        .collect();
    uses.sort();
    uses.dedup();
    let is_code = |target: &&Value| {
        let kinds = target["kind"].as_array();
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| matches!(kind.as_str(), Some("lib" | "bin" | "proc-macro"))))
    };
    let roots = package["targets"]
        .as_array()?
        .iter()
        .filter(is_code)
        .filter_map(|target| target["src_path"].as_str().map(PathBuf::from))
        .collect();
    Some(Member {
        name: short(package["name"].as_str()?),
        manifest: PathBuf::from(package["manifest_path"].as_str()?),
        roots,
        uses,
    })
}

fn short(package: &str) -> String {
    package.strip_prefix("binnacle-").unwrap_or(package).to_owned()
}
