//! The SPA: built when its inputs changed, compressed, measured.

mod compress;
mod fingerprint;
pub(crate) mod size;

use std::fs;
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
    let mut trunk = tools.trunk()?;
    trunk.args(["build", "--release", "--cargo-profile", "spa", "--dist"]).arg(place::dist());
    process::must("trunk build", &mut trunk)?;
    compress::folder(&place::dist())?;
    fs::create_dir_all(place::spa_target())?;
    fs::write(&stamp, now).context("remembering what was built")?;
    say::detail(&format!("built in {} s", begun.elapsed().as_secs()));
    Ok(true)
}
