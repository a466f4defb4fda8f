//! What npm brings: wasm-opt, the packages of the browser tests, and balena's own tools.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{place, process, say};

const BINARYEN: &str = "132.0.0";
/// How long balena's CLI may take to install.
const PATIENCE: Duration = Duration::from_mins(4);

/// Leaves `wasm-opt` in the tools folder.
pub(crate) fn wasm_opt() -> Result<()> {
    let prefix = place::installed().join("tools/npm");
    let stamp = prefix.join(format!(".binaryen-{BINARYEN}"));
    let program = place::tools_bin().join("wasm-opt");
    if stamp.exists() && program.exists() {
        return Ok(());
    }
    say::line(&format!("installing wasm-opt {BINARYEN} from npm's binaryen (a tenth off the wasm)"));
    fs::create_dir_all(&prefix)?;
    fs::create_dir_all(place::tools_bin())?;
    let package = format!("binaryen@{BINARYEN}");
    npm(&prefix, "npm install binaryen", &["install", "--no-save", &package], None)?;
    let _ = fs::remove_file(&program);
    std::os::unix::fs::symlink(prefix.join("node_modules/binaryen/bin/wasm-opt"), &program)?;
    fs::write(stamp, "")?;
    Ok(())
}

/// What the browser tests need.
pub(crate) fn end2end() -> Result<()> {
    locked("end2end", "the browser tests' packages (Playwright, axe)", None)
}

/// The grid that ours is measured beside.
pub(crate) fn ag_grid() -> Result<()> {
    locked("end2end/bench/ag-grid", "AG Grid Community, to measure beside", None)
}

/// balena's SDK, and the Node that it and balena's CLI run on.
pub(crate) fn walks() -> Result<()> {
    locked("end2end/walks", "balena's SDK, and the Node it runs on", None)
}

/// balena's CLI: 823 packages, so a slow network may have to do without.
pub(crate) fn balena_cli() -> Result<()> {
    locked("end2end/walks/cli", "balena's CLI", Some(PATIENCE))
}

/// The packages that a folder's `package-lock.json` names, installed once per change of it. No package's scripts run.
fn locked(folder: &str, what: &str, limit: Option<Duration>) -> Result<()> {
    let folder = place::root().join(folder);
    let file = folder.join("package-lock.json");
    let lock = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say::line(&format!("installing {what}"));
    let begun = Instant::now();
    npm(&folder, "npm ci", &["ci", "--ignore-scripts"], limit)?;
    fs::write(stamp, lock)?;
    say::detail(&format!("installed in {} s", begun.elapsed().as_secs()));
    Ok(())
}

fn npm(folder: &Path, name: &str, arguments: &[&str], limit: Option<Duration>) -> Result<()> {
    let mut npm = process::command("npm");
    npm.current_dir(folder)
        .args(arguments)
        .args(["--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let outcome = process::watch(name, &mut npm, limit).context("npm is needed: install node 20 or newer")?;
    if !outcome.status.success() {
        bail!("{name} failed in {}:\n{}", folder.display(), process::tail(&outcome.output));
    }
    Ok(())
}
