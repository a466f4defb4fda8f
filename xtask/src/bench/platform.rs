//! What the platform's measuring programs print (`crates/platform/benches`), against the goals.

use anyhow::Result;

use super::figure::{Figure, Goal};
use super::printed::{Expected, figures};
use crate::process;

/// A program, and what it prints.
type Program = (&'static str, &'static [Expected]);

const PROGRAMS: &[Program] = &[
    (
        "reads",
        &[
            Expected { name: "first_page", goal: Goal::AtMost(3.0), unit: "×" },
            Expected { name: "whole_list", goal: Goal::AtMost(4.0), unit: "×" },
            Expected { name: "status_counts", goal: Goal::AtMost(2.0), unit: "×" },
            Expected { name: "status_expand", goal: Goal::AtMost(2.0), unit: "×" },
        ],
    ),
    (
        "load",
        &[
            Expected { name: "log_insert", goal: Goal::AtLeast(0.6), unit: "×" },
            Expected { name: "log_fanout", goal: Goal::AtLeast(0.6), unit: "×" },
            Expected { name: "stuck_reader_kib", goal: Goal::AtMost(1_024.0), unit: "KiB" },
            Expected { name: "poll_p99_ms", goal: Goal::AtMost(1_000.0), unit: "ms" },
            Expected { name: "idle_link_kib", goal: Goal::AtMost(20.0), unit: "KiB" },
        ],
    ),
];

/// Runs the programs, one after the other so that they do not disturb each other.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let mut measured = Vec::new();
    for (program, expected) in PROGRAMS {
        let mut command = process::cargo();
        command.args(["bench", "-p", "binnacle-platform", "--bench", program]);
        measured.extend(figures(program, &process::answer(&mut command)?, expected)?);
    }
    Ok(measured)
}
