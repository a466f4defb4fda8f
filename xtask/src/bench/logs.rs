//! The log engine over a million lines: what it holds, and how fast it looks through them beside a bare `memmem`.

use anyhow::Result;

use super::figure::{Figure, Goal};
use super::printed::{Expected, figures, show_details};
use crate::process;

const EXPECTED: &[Expected] = &[
    Expected { name: "memory", goal: Goal::AtMost(1.2), unit: "×" },
    Expected { name: "scan", goal: Goal::AtMost(2.0), unit: "×" },
];

/// Natively: bytes held to bytes of text, and the slowest of three searches to the bare one.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let mut command = process::cargo();
    command.args(["bench", "-p", "binnacle-logs", "--bench", "scan"]);
    let printed = process::answer(&mut command)?;
    show_details(&printed);
    figures("scan", &printed, EXPECTED)
}
