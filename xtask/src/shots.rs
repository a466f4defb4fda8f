//! `cargo xtask shots`: every page × theme × width, taken from a fresh server with its demo world.

use std::process::ExitCode;

use anyhow::Result;

use crate::{place, process, run, say, spa, tools};

/// Leaves the pictures in docs/shots.
pub(crate) fn take() -> Result<ExitCode> {
    spa::ensure()?;
    let binary = run::server()?;
    let chromium = tools::browser::ensure()?;
    tools::npm::end2end()?;
    let mut playwright = process::command("npx");
    playwright
        .current_dir(place::root().join("end2end"))
        .args(["playwright", "test", "--config", "shots.config.ts"])
        .env("BINNACLE_CHROMIUM", chromium)
        .env("BINNACLE_BINARY", binary);
    process::must("playwright shots", &mut playwright)?;
    say::line("the pictures are in docs/shots");
    Ok(ExitCode::SUCCESS)
}
