//! The server as a process of its own, so that what it uses is not mixed with what its readers use.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::Failed;
use crate::arguments::data_of;

/// Clock ticks a second, as Linux counts a process's time.
const TICKS: f64 = 100.0;

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) gateway: SocketAddr,
    process: u32,
    data: PathBuf,
    /// Ends with it.
    _child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is killed, and cannot do it.
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

impl Server {
    /// With so many devices, each writing so many lines a second.
    pub(crate) async fn start(dist: &Path, devices: u64, rate: f64) -> Result<Self, Failed> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--devices", &devices.to_string(), "--rate", &rate.to_string(), "--dist"])
            .arg(dist)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut ready = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut ready).await?;
        let gateway = ready.split("http://").nth(1).ok_or("not ready")?.trim().parse()?;
        let process = child.id().ok_or("it has ended")?;
        Ok(Self { gateway, process, data: data_of(process), _child: child })
    }

    /// What it holds in memory, in KiB.
    pub(crate) fn memory(&self) -> Result<u64, Failed> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// How long it has computed, in seconds of one core.
    pub(crate) fn computed(&self) -> Result<f64, Failed> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<f64>().ok()).ok_or("no times");
        Ok((ticks(11)? + ticks(12)?) / TICKS)
    }
}
