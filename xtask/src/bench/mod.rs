//! `cargo xtask bench`: figures against their goals; no part of the tests.

mod browser;
mod figure;
mod fleet_tail;
mod fuzz;
mod load;
mod log_cuts;
mod log_flood;
mod log_page;
mod log_stalled;
mod logs;
mod platform;
mod printed;
mod rebuild;
mod size;
mod soak;
mod start;
mod table;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::say;
use figure::Figure;

/// A bench: its name, what it measures, and how.
type Bench = (&'static str, &'static str, fn() -> Result<Vec<Figure>>);

const BENCHES: &[Bench] = &[
    ("size", "what the login page makes a browser fetch", size::measure),
    ("platform", "what the embedded platform reads and carries, against its plain counterparts", platform::measure),
    ("load", "the first load in Chromium: login on slow 4G with a slow machine, then the fleet", load::measure),
    (
        "table",
        "filter, sort, update, jump and scroll of 100,000 rows in Chromium, beside AG Grid Community",
        table::measure,
    ),
    ("soak", "first rows of 100,000 devices, then ten minutes of 1,000 changes a second: what grows", soak::measure),
    (
        "logs",
        "a million lines: a search beside a bare memmem, and in Chromium beside JavaScript; bytes held; a key until painted",
        logs::measure,
    ),
    (
        "log-flood",
        "50,000 lines a second for a minute with a filter on: frames, and every line accounted for",
        log_flood::measure,
    ),
    (
        "fleet-tail",
        "2,000 devices at ten lines a second in one tab: frames, and every line accounted for",
        fleet_tail::measure,
    ),
    ("log-cuts", "300 cut sockets over 200,000 numbered lines: none lost, none doubled", log_cuts::measure),
    ("log-stalled", "500 readers that never read beside 200 that do: memory, and lines lost", log_stalled::measure),
    ("rebuild", "the development build after one changed line, as `trunk serve` does it", rebuild::measure),
    ("fuzz", "200,000 fuzzed URLs and as many bodies: no 5xx, no panic, nobody else's row", fuzz::measure),
    ("start", "`cargo xtask run` with nothing to build, to the ready line", start::measure),
];

/// Runs the named benches and fails if a figure falls short; without a name, lists them.
pub(crate) fn command(names: &[String]) -> Result<ExitCode> {
    if names.is_empty() {
        for (name, what, _) in BENCHES {
            say::line(&format!("{name:<12} {what}"));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut held = true;
    for name in names {
        let Some((_, _, measure)) = BENCHES.iter().find(|(known, _, _)| known == name) else {
            bail!("there is no bench `{name}`; `cargo xtask bench` lists them");
        };
        for figure in measure()? {
            say::line(&figure.to_string());
            held &= figure.held();
        }
    }
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
