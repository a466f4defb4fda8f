//! What npm brings: wasm-opt, and the packages of the browser tests.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::{place, process, say};

const BINARYEN: &str = "132.0.0";

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
    run(&prefix, "npm install binaryen", &["install", "--no-save", &package])?;
    let _ = fs::remove_file(&program);
    std::os::unix::fs::symlink(prefix.join("node_modules/binaryen/bin/wasm-opt"), &program)?;
    fs::write(stamp, "")?;
    Ok(())
}

/// The packages that `end2end/package-lock.json` names, installed once per change of it.
pub(crate) fn end2end() -> Result<()> {
    let folder = place::root().join("end2end");
    let lock = fs::read(folder.join("package-lock.json")).context("reading end2end/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say::line("installing the browser tests' packages (Playwright, axe)");
    let begun = Instant::now();
    run(&folder, "npm ci", &["ci"])?;
    fs::write(stamp, lock)?;
    say::detail(&format!("installed in {} s", begun.elapsed().as_secs()));
    Ok(())
}

fn run(folder: &Path, name: &str, arguments: &[&str]) -> Result<()> {
    let mut npm = process::command("npm");
    npm.current_dir(folder)
        .args(arguments)
        .args(["--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let outcome = process::watch(name, &mut npm, None).context("npm is needed: install node 20 or newer")?;
    if !outcome.status.success() {
        bail!("{name} failed in {}:\n{}", folder.display(), process::tail(&outcome.output));
    }
    Ok(())
}
