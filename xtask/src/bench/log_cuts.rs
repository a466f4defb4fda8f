//! 300 cut sockets over 200,000 numbered lines: the test of `crates/gateway/tests/logs`, at its full length.

use anyhow::Result;

use super::figure::{Figure, Goal};
use crate::process;

const LINES: &str = "200000";
const CUTS: &str = "300";

/// Lines lost or doubled, before an API that numbers its lines and before one that answers as openBalena does: the test ends at the
/// first one, and says which.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--release", "--package", "binnacle-gateway", "--test", "logs", "cuts"]);
    process::must("cut sockets", cargo.env("BINNACLE_LINES", LINES).env("BINNACLE_CUTS", CUTS))?;
    Ok(vec![Figure { name: "lines lost or doubled", value: 0.0, goal: Goal::AtMost(0.0), unit: "" }])
}
