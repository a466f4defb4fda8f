//! `cargo xtask test`: everything CI checks, in order, each step named, timed and counted.

mod browser;
mod contract;
mod count;
mod steps;
mod walks;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::say;
use count::Count;
use steps::STEPS;

/// Runs every step, or the named ones; a step that fails does not stop those that need nothing of it.
///
/// The last line is `N passed, N failed`, alone.
pub(crate) fn all(names: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = names.iter().find(|name| !STEPS.iter().any(|step| step.name == **name)) {
        let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("there is no step `{unknown}`; the steps are {}", known.join(", "));
    }
    let begun = Instant::now();
    let mut total = Count::default();
    let mut fallen: Vec<&str> = Vec::new();
    for step in STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)) {
        if let Some(missing) = step.needs.iter().find(|need| fallen.contains(need)) {
            say::line(&format!("✗ {}: not run, `{missing}` failed", step.name));
            total.failed += 1;
            fallen.push(step.name);
            continue;
        }
        say::line(&format!("▸ {}: {}", step.name, step.what));
        let started = Instant::now();
        let count = (step.run)().unwrap_or_else(|error| {
            say::line(&format!("{error:#}"));
            Count::one(false)
        });
        let mark = if count.failed == 0 { "✓" } else { "✗" };
        say::line(&format!("{mark} {}: {count} ({} s)", step.name, started.elapsed().as_secs()));
        if count.failed > 0 {
            fallen.push(step.name);
        }
        total.add(count);
    }
    say::line(&format!("all steps: {} s", begun.elapsed().as_secs()));
    say::line(&total.to_string());
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
