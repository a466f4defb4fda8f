//! The recorded answers of the balena API, played against the server.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::count::Count;
use crate::{place, process, say};

/// What the recorded server was set to (end2end/contract/README.md).
const SETTINGS: [(&str, &str); 6] = [
    ("BINNACLE_VPN_SERVICE_KEY", VPN_KEY),
    ("DEFAULT_SUPERVISOR_POLL_INTERVAL", "20000"),
    ("API_HEARTBEAT_STATE_TIMEOUT_SECONDS", "15"),
    ("METRICS_MAX_REPORT_INTERVAL_SECONDS", "1"),
    ("DOWNLOAD_PROGRESS_MAX_REPORT_INTERVAL_SECONDS", "1"),
    ("RATE_LIMIT_FACTOR", "100"),
];
const VPN_KEY: &str = "the-vpn-service-of-the-recorded-cases";
const PASSWORD: &str = "Password01";

/// Plays every case under `end2end/contract/cases` against a fresh server.
pub(crate) fn cases() -> Result<Count> {
    let server = Server::start()?;
    let mut play = process::command("node");
    play.current_dir(place::root().join("end2end/contract"))
        .args(["play.mjs", "cases", "--check", "--user", "admin", "--password", PASSWORD])
        .args(["--vpn-key", VPN_KEY, "--has", "short-poll", "--base", &server.api]);
    let outcome = process::watch("recorded answers", &mut play, None)?;
    let mut count = Count::of_play(&outcome.output);
    if !outcome.status.success() {
        let failed = outcome.output.lines().filter(|line| !line.starts_with("ok "));
        say::line(&process::tail(&failed.collect::<Vec<_>>().join("\n")));
        count.failed = count.failed.max(1);
    }
    Ok(count)
}

/// `binnacle serve` over an empty folder on free ports, ended with the value.
#[derive(Debug)]
struct Server {
    child: Child,
    api: String,
}

impl Server {
    fn start() -> Result<Self> {
        let data = place::target().join("contract-data");
        let _ = std::fs::remove_dir_all(&data);
        let mut command = Command::new(place::target().join("release/binnacle"));
        command.args(["serve", "--no-demo", "--data"]).arg(&data);
        for flag in ["--listen", "--api-listen", "--tunnel-listen"] {
            command.args([flag, "127.0.0.1:0"]);
        }
        command.envs(SETTINGS).env("BINNACLE_ADMIN_PASSWORD", PASSWORD);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("starting the server")?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let api = line.split(' ').find_map(|word| word.strip_prefix("api=")).unwrap_or_default().to_owned();
        let server = Self { child, api };
        if server.api.is_empty() {
            bail!("the server ended before it was ready; run `binnacle serve --no-demo` to see why");
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
