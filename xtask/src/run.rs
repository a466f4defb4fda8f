//! `cargo xtask run` and `cargo xtask dev`: from a bare machine to a dashboard one can use.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::spa::size;
use crate::{place, process, say, spa, style, tools};

/// Builds what changed and becomes `binnacle serve`.
pub(crate) fn serve(arguments: &[String]) -> Result<ExitCode> {
    let built = spa::ensure()?;
    if built {
        size::table(&place::dist())?;
    }
    let program = server()?;
    say::line("starting `binnacle serve` (Ctrl-C ends it)");
    become_program(&program, OsStr::new("serve"), arguments)
}

/// Becomes `trunk serve`, which rebuilds the page at every save and proxies the rest to a running `binnacle`.
pub(crate) fn develop(arguments: &[String]) -> Result<ExitCode> {
    let tools = tools::for_spa()?;
    style::bundle(&place::root())?;
    // A folder of its own: `dist/` stays what the binary embeds.
    let error = tools.trunk()?.arg("serve").arg("--dist").arg(place::dev_dist()).args(arguments).exec();
    Err(error).context("starting trunk serve")
}

/// The release binary with the current dashboard inside.
pub(crate) fn server() -> Result<PathBuf> {
    let program = place::target().join("release/binnacle");
    let begun = Instant::now();
    let mut build = process::cargo();
    build.args(["build", "--release", "--package", "binnacle-server"]);
    process::must("cargo build binnacle", &mut build)?;
    if begun.elapsed().as_secs() > 1 {
        say::line(&format!("built binnacle in {} s", begun.elapsed().as_secs()));
    }
    Ok(program)
}

/// Replaces this process, so that signals and the exit status are the server's own.
fn become_program(program: &Path, first: &OsStr, arguments: &[String]) -> Result<ExitCode> {
    let error = process::command(&program.to_string_lossy()).arg(first).args(arguments).exec();
    Err(error).with_context(|| format!("starting {}", program.display()))
}
