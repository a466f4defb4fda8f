//! The measuring page of a log and the flood that writes it (`end2end/bench/logs`).

use anyhow::Result;

use super::browser;
use super::figure::Figure;
use super::printed::Expected;
use crate::{place, process, style, tools};

/// Builds both, as the dashboard and its gateway are built, runs `end2end/bench/SPEC.spec.ts` and reads what it printed.
pub(crate) fn measure(spec: &str, expected: &[Expected]) -> Result<Vec<Figure>> {
    let page = place::spa_target().join("bench-logs");
    let tools = tools::for_spa()?;
    style::bundle(&place::root())?;
    let mut trunk = tools.trunk()?;
    trunk.args(["build", "end2end/bench/logs/index.html", "--release", "--cargo-profile", "spa"]);
    process::must("trunk build bench/logs", trunk.args(["--html-output", "index.html", "--dist"]).arg(&page))?;
    let mut flood = process::cargo();
    flood.args(["build", "--release", "--package", "binnacle-gateway", "--example", "flood"]);
    process::must("cargo build flood", &mut flood)?;
    let flood = place::target().join("release/examples/flood");
    browser::page(spec, &[("BINNACLE_BENCH_LOGS", page.as_os_str()), ("BINNACLE_FLOOD", flood.as_os_str())], expected)
}
