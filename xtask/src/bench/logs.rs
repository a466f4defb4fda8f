//! A million lines: the engine natively beside a bare `memmem`, and the log view in Chromium beside the same lines in JavaScript.

use anyhow::Result;

use super::figure::{Figure, Goal};
use super::log_page;
use super::printed::{Expected, figures, show_details};
use crate::process;

const NATIVE: &[Expected] = &[
    Expected { name: "memory", goal: Goal::AtMost(1.2), unit: "×" },
    Expected { name: "scan", goal: Goal::AtMost(2.0), unit: "×" },
];

const IN_CHROMIUM: &[Expected] = &[
    Expected { name: "held", goal: Goal::AtMost(1.2), unit: "×" },
    Expected { name: "whole_memory", goal: Goal::AtMost(1.2), unit: "×" },
    Expected { name: "exact", goal: Goal::AtMost(0.25), unit: "×" },
    Expected { name: "any_case", goal: Goal::AtMost(0.25), unit: "×" },
    Expected { name: "key_to_paint", goal: Goal::AtMost(50.0), unit: "ms" },
];

/// Natively: bytes held to bytes of text, and the slowest of three searches to the bare one. In Chromium: what the worker holds, and
/// its whole memory, to bytes of text; the slowest search to JavaScript's; and the slowest letter.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let mut command = process::cargo();
    command.args(["bench", "-p", "binnacle-logs", "--bench", "scan"]);
    let printed = process::answer(&mut command)?;
    show_details(&printed);
    let mut measured = figures("scan", &printed, NATIVE)?;
    measured.extend(log_page::measure("logs", IN_CHROMIUM)?);
    Ok(measured)
}
