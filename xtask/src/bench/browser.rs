//! A measuring program that runs in Chromium (`end2end/bench`).

use std::ffi::OsStr;

use anyhow::{Result, bail};

use super::figure::Figure;
use super::printed::{Expected, figures, show_details};
use crate::{place, process, run, spa, tools};

/// Builds what is measured, runs `end2end/bench/SPEC.spec.ts` and reads what it printed.
pub(crate) fn measure(spec: &str, expected: &[Expected]) -> Result<Vec<Figure>> {
    spa::ensure()?;
    let binary = run::server()?;
    page(spec, &[("BINNACLE_BINARY", binary.as_os_str())], expected)
}

/// Runs `end2end/bench/SPEC.spec.ts` with these variables in its environment and reads what it printed.
pub(crate) fn page(spec: &str, variables: &[(&str, &OsStr)], expected: &[Expected]) -> Result<Vec<Figure>> {
    let chromium = tools::browser::ensure()?;
    tools::npm::end2end()?;
    let mut playwright = process::command("npx");
    playwright
        .current_dir(place::root().join("end2end"))
        .args(["playwright", "test", "--config", "bench.config.ts"])
        .arg(format!("bench/{spec}.spec.ts"))
        .env("BINNACLE_CHROMIUM", chromium)
        .envs(variables.iter().copied());
    let outcome = process::watch(&format!("bench {spec}"), &mut playwright, None)?;
    if !outcome.status.success() {
        bail!("the program `{spec}` failed:\n{}", process::tail(&outcome.output));
    }
    show_details(&outcome.output);
    figures(spec, &outcome.output, expected)
}
