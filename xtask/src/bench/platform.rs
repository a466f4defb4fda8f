//! What the platform's measuring programs print (`crates/platform/benches`), against the goals.

use anyhow::{Context as _, Result};

use super::figure::{Figure, Goal};
use crate::process;

/// A line `figure NAME VALUE` or `ratio NAME VALUE` of a program, and its goal.
struct Expected {
    program: &'static str,
    name: &'static str,
    goal: Goal,
    unit: &'static str,
}

const EXPECTED: &[Expected] = &[
    Expected { program: "reads", name: "first_page", goal: Goal::AtMost(3.0), unit: "×" },
    Expected { program: "reads", name: "whole_list", goal: Goal::AtMost(4.0), unit: "×" },
    Expected { program: "reads", name: "status_counts", goal: Goal::AtMost(2.0), unit: "×" },
    Expected { program: "reads", name: "status_expand", goal: Goal::AtMost(2.0), unit: "×" },
    Expected { program: "load", name: "log_insert", goal: Goal::AtLeast(0.6), unit: "×" },
    Expected { program: "load", name: "log_fanout", goal: Goal::AtLeast(0.6), unit: "×" },
    Expected { program: "load", name: "stuck_reader_kib", goal: Goal::AtMost(1_024.0), unit: "KiB" },
    Expected { program: "load", name: "poll_p99_ms", goal: Goal::AtMost(1_000.0), unit: "ms" },
    Expected { program: "load", name: "idle_link_kib", goal: Goal::AtMost(20.0), unit: "KiB" },
];

/// Runs the programs, one after the other so that they do not disturb each other.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let mut programs: Vec<&str> = EXPECTED.iter().map(|expected| expected.program).collect();
    programs.dedup();
    let mut figures = Vec::new();
    for program in programs {
        let mut command = process::cargo();
        command.args(["bench", "-p", "binnacle-platform", "--bench", program]);
        let printed = process::answer(&mut command)?;
        for expected in EXPECTED.iter().filter(|expected| expected.program == program) {
            let value = value(&printed, expected.name)
                .with_context(|| format!("the program `{program}` did not print {}", expected.name))?;
            figures.push(Figure { name: expected.name, value, goal: expected.goal, unit: expected.unit });
        }
    }
    Ok(figures)
}

fn value(printed: &str, name: &str) -> Option<f64> {
    printed.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let is_it = matches!(words.next(), Some("figure" | "ratio")) && words.next() == Some(name);
        if is_it { words.next()?.parse().ok() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn figures_are_found_by_name() {
        let printed = "# log lines a second: 1, plain rows 1\nfigure log_insert 0.812\nratio first_page 1.5\n";
        assert_eq!(value(printed, "log_insert"), Some(0.812));
        assert_eq!(value(printed, "first_page"), Some(1.5));
        assert_eq!(value(printed, "log"), None);
    }
}
