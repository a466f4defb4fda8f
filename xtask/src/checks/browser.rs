//! The Playwright tests.

use anyhow::Result;

use super::count::Count;
use crate::{place, process, say, tools};

/// Runs every test under `end2end/` against the release binary.
pub(crate) fn tests() -> Result<Count> {
    let chromium = tools::browser::ensure()?;
    tools::npm::end2end()?;
    let mut playwright = process::command("npx");
    playwright
        .current_dir(place::root().join("end2end"))
        .args(["playwright", "test"])
        .env("CI", "1")
        .env("BINNACLE_CHROMIUM", chromium)
        .env("BINNACLE_BINARY", place::target().join("release/binnacle"));
    let outcome = process::watch("playwright test", &mut playwright, None)?;
    let mut count = Count::of_playwright(&outcome.output);
    if !outcome.status.success() {
        say::line(&process::tail(&outcome.output));
        count.failed = count.failed.max(1);
    }
    Ok(count)
}
