//! balena's own SDK and CLI, walked through a real server (docs/compatibility.md).

use std::env::consts::{ARCH, OS};
use std::path::PathBuf;

use anyhow::Result;

use super::count::Count;
use crate::{place, process, say, tools};

/// Runs both walks against the release binary. The CLI's is left out, and said to be, where npm cannot bring it.
pub(crate) fn tests() -> Result<Count> {
    tools::npm::walks()?;
    let mut count = walk("sdk.test.ts")?;
    match tools::npm::balena_cli() {
        Ok(()) => count.add(walk("cli.test.ts")?),
        Err(error) => say::line(&format!("balena's CLI could not be installed, so its walk is skipped: {error:#}")),
    }
    Ok(count)
}

fn walk(file: &str) -> Result<Count> {
    let mut test = process::command(&node().display().to_string());
    test.current_dir(folder())
        .args(["--test", "--test-reporter=spec", file])
        .env("BINNACLE_BINARY", place::target().join("release/binnacle"));
    let outcome = process::watch(file, &mut test, None)?;
    let mut count = Count::of_node(&outcome.output);
    if !outcome.status.success() {
        let told = outcome.output.split_once("failing tests:").map_or(&*outcome.output, |(_, failures)| failures);
        say::line(&process::tail(told));
        count.failed = count.failed.max(1);
    }
    Ok(count)
}

fn folder() -> PathBuf {
    place::root().join("end2end/walks")
}

/// The Node that npm brought, or the machine's own where it brought none: the CLI wants 24.
fn node() -> PathBuf {
    let architecture = if ARCH == "aarch64" { "arm64" } else { "x64" };
    let brought = folder().join(format!("node_modules/node-{OS}-{architecture}/bin/node"));
    if brought.exists() { brought } else { PathBuf::from("node") }
}
