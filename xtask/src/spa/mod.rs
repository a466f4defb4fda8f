//! The SPA: built when its inputs changed, compressed, measured.

mod compress;
mod entrance;
mod fingerprint;
pub(crate) mod size;

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::{place, process, say, style, tools};

/// Leaves a current `dist/` with a `.br` beside each compressible file; answers whether it had to build.
pub(crate) fn ensure() -> Result<bool> {
    let root = place::root();
    let tools = tools::for_spa()?;
    style::bundle(&root)?;
    let now = fingerprint::of_inputs(&root, &tools.identity())?;
    let stamp = place::spa_target().join("dist.fingerprint");
    let built = fs::read_to_string(&stamp).unwrap_or_default();
    if built == now && place::dist().join("index.html.br").exists() {
        return Ok(false);
    }
    say::line("building the dashboard (WebAssembly, optimised for size)");
    let begun = Instant::now();
    trunk(&tools, "index.html", &place::dist())?;
    let entrance = place::spa_target().join("entrance");
    trunk(&tools, "login.html", &entrance)?;
    entrance::join(&entrance, &place::dist())?;
    compress::folder(&place::dist())?;
    fs::create_dir_all(place::spa_target())?;
    fs::write(&stamp, now).context("remembering what was built")?;
    say::detail(&format!("built in {} s", begun.elapsed().as_secs()));
    Ok(true)
}

/// Builds the page `html` and what it loads into `dist`.
fn trunk(tools: &tools::SpaTools, html: &str, dist: &Path) -> Result<()> {
    let mut trunk = tools.trunk()?;
    trunk.args(["build", html, "--release", "--cargo-profile", "spa", "--html-output", html, "--dist"]).arg(dist);
    process::must(&format!("trunk build {html}"), &mut trunk)?;
    Ok(())
}
