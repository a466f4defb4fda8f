//! 200,000 fuzzed URLs and as many malformed bodies, optimised: the test of `crates/platform/tests/fuzz`, at its full length.

use anyhow::Result;

use super::figure::{Figure, Goal};
use crate::process;

/// How many of each.
const COUNT: u32 = 200_000;

/// Requests that failed: the test ends at the first one, and says which.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--release", "--package", "binnacle-platform", "--test", "fuzz"]);
    process::must("fuzz", cargo.env("BINNACLE_FUZZ", COUNT.to_string()))?;
    Ok(vec![Figure { name: "fuzzed requests failed", value: 0.0, goal: Goal::AtMost(0.0), unit: "" }])
}
