//! The table beside AG Grid Community: the same rows in the same browser, in turns.

use anyhow::Result;

use super::browser;
use super::figure::{Figure, Goal};
use super::printed::Expected;
use crate::{place, process, style, tools};

const EXPECTED: &[Expected] = &[
    Expected { name: "typing_ms", goal: Goal::AtMost(0.25), unit: "×" },
    Expected { name: "sort_ms", goal: Goal::AtMost(0.2), unit: "×" },
    Expected { name: "update_ms", goal: Goal::AtMost(0.1), unit: "×" },
    Expected { name: "jump_ms", goal: Goal::AtMost(0.4), unit: "×" },
    Expected { name: "scroll_fps", goal: Goal::AtLeast(1.5), unit: "×" },
    Expected { name: "scroll_p99_ms", goal: Goal::AtMost(0.5), unit: "×" },
    Expected { name: "memory_mb", goal: Goal::AtMost(0.6), unit: "×" },
];

/// Ratios of medians, ours to theirs. The page of ours is built as the dashboard is.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let page = place::spa_target().join("bench-table");
    let tools = tools::for_spa()?;
    style::bundle(&place::root())?;
    let mut trunk = tools.trunk()?;
    trunk.args(["build", "end2end/bench/table/index.html", "--release", "--cargo-profile", "spa"]);
    process::must("trunk build bench/table", trunk.args(["--html-output", "index.html", "--dist"]).arg(&page))?;
    tools::npm::ag_grid()?;
    browser::page("table", &[("BINNACLE_BENCH_TABLE", page.as_os_str())], EXPECTED)
}
