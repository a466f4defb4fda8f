//! `binnacle world`: starts each device once, as a process of its own, and ends them when it is asked to stop.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout_at};

use crate::failure::Failure;
use crate::logging;
use crate::signals::asked_to_stop;
use crate::world::lock::WorldLock;
use crate::world::plan::{Plan, PlannedDevice};

/// Starts are spread so that a small machine stays usable.
const BETWEEN_STARTS: Duration = Duration::from_millis(150);
const LOOK_EVERY: Duration = Duration::from_millis(500);
const STOP_WITHIN: Duration = Duration::from_millis(2_200);

/// Runs the world until it is asked to stop.
pub(crate) fn run(data: &Path) -> Result<(), Failure> {
    logging::begin("info");
    let data = data.canonicalize().map_err(Failure::start)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::broke)?;
    runtime.block_on(supervise(&data))
}

async fn supervise(data: &Path) -> Result<(), Failure> {
    let plan = Plan::read(data).map_err(Failure::start)?;
    let plan = plan.ok_or_else(|| Failure::start("the data folder holds no demo world: start binnacle serve first"))?;
    let lock = WorldLock::take(data, &plan.api).map_err(Failure::start)?;
    let _lock = lock.ok_or_else(|| Failure::start("the demo world of this data folder is running already"))?;
    let mut running = HashMap::new();
    tokio::select! {
        stopped = asked_to_stop() => stopped.map_err(Failure::broke)?,
        () = keep(data, &plan, &mut running) => {}
    }
    end(running).await;
    Ok(())
}

/// Starts what is not started, then looks after what ends and what is to be retired.
async fn keep(data: &Path, plan: &Plan, running: &mut HashMap<String, Child>) {
    for device in plan.running() {
        if device.retired_mark(data).exists() {
            continue;
        }
        match start(data, &plan.api, device) {
            Ok(child) => {
                running.insert(device.name.clone(), child);
            }
            Err(error) => tracing::error!(device = device.name, %error, "a device could not be started"),
        }
        sleep(BETWEEN_STARTS).await;
    }
    loop {
        running.retain(|name, child| match child.try_wait() {
            Ok(Some(status)) => {
                tracing::info!(device = name, %status, "a device has ended; it stays so");
                false
            }
            _ => true,
        });
        for device in plan.running().filter(|device| device.retired_mark(data).exists()) {
            if let Some(child) = running.get(&device.name) {
                signal(child, Signal::SIGTERM);
            }
        }
        sleep(LOOK_EVERY).await;
    }
}

fn start(data: &Path, api: &str, device: &PlannedDevice) -> std::io::Result<Child> {
    let folder = device.folder(data);
    fs::create_dir_all(&folder)?;
    let program = std::env::current_exe()?;
    let arguments = device.arguments(api, data);
    write_start(&folder.join("start"), &program, &arguments)?;
    let log = File::create(folder.join("agent.log"))?;
    Command::new(program)
        .args(arguments)
        .env("BINNACLE_PROVISIONING_KEY", &device.key)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
}

/// How a person starts the device again; it has a key of its own by then.
fn write_start(path: &Path, program: &Path, arguments: &[String]) -> std::io::Result<()> {
    let quoted = |word: &str| format!("'{}'", word.replace('\'', r"'\''"));
    let words: Vec<String> = std::iter::once(program.display().to_string())
        .chain(arguments.iter().cloned())
        .map(|word| quoted(&word))
        .collect();
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o755).open(path)?;
    writeln!(file, "#!/bin/sh\nexec {}", words.join(" "))
}

fn signal(child: &Child, signal: Signal) {
    if let Some(pid) = child.id().and_then(|pid| i32::try_from(pid).ok()) {
        // The child is ours and not yet reaped, so the id is still its own.
        let _ = kill(Pid::from_raw(pid), signal);
    }
}

async fn end(mut running: HashMap<String, Child>) {
    for child in running.values() {
        signal(child, Signal::SIGTERM);
    }
    let deadline = Instant::now() + STOP_WITHIN;
    for child in running.values_mut() {
        if timeout_at(deadline, child.wait()).await.is_err() {
            signal(child, Signal::SIGKILL);
        }
    }
}
