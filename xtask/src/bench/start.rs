//! How long a second `cargo xtask run` takes to be usable.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use super::figure::{Figure, Goal};
use crate::{place, process, run, spa};

/// Seconds from the command to the line `binnacle ready …`, on free ports and a fresh data folder.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    spa::ensure()?;
    run::server()?;
    let data = place::target().join("bench-start");
    let _ = std::fs::remove_dir_all(&data);
    let begun = Instant::now();
    let mut command = process::cargo();
    command.args(["xtask", "run", "--"]).arg("--data").arg(&data);
    for flag in ["--listen", "--api-listen", "--tunnel-listen"] {
        command.args([flag, "127.0.0.1:0"]);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("starting cargo xtask run")?;
    let output = child.stdout.take().context("the server has no stdout")?;
    let mut lines = BufReader::new(output).lines();
    let ready = lines.any(|line| line.is_ok_and(|line| line.starts_with("binnacle ready")));
    let seconds = begun.elapsed().as_secs_f64();
    // cargo and xtask become the server, so its process is the one that was started; SIGTERM lets it end its devices.
    process::answer(process::command("kill").arg(child.id().to_string()))?;
    child.wait()?;
    if !ready {
        bail!("the server ended before it was ready; run `cargo xtask run` to see why");
    }
    Ok(vec![Figure { name: "warm start", value: seconds, goal: Goal::AtMost(3.0), unit: "s" }])
}
