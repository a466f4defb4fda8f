//! 500 readers that never read beside 200 that do, at 100 lines a second for two minutes: what they cost, and whom.

use anyhow::Result;

use super::figure::{Figure, Goal};
use super::printed::{Expected, figures, show_details};
use crate::{place, process, spa};

const EXPECTED: &[Expected] = &[
    Expected { name: "stalled_mib_each", goal: Goal::AtMost(1.0), unit: "MiB" },
    Expected { name: "healthy_lost", goal: Goal::AtMost(0.0), unit: "" },
];

/// The server is a process of its own, so that its readers' memory is not counted.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    spa::ensure()?;
    let mut cargo = process::cargo();
    cargo.args(["run", "--release", "--quiet", "--package", "binnacle-gateway", "--example", "flood", "--", "stalled"]);
    let printed = process::answer(cargo.arg("--dist").arg(place::dist()))?;
    show_details(&printed);
    figures("flood stalled", &printed, EXPECTED)
}
