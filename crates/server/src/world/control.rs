//! The server's side of the world: start it or find it living, end it.

use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use tokio::time::sleep;

use crate::world::lock::{Living, living};
use crate::world::plan::folder;

const STEP: Duration = Duration::from_millis(20);
const START_WITHIN: Duration = Duration::from_secs(5);
/// The world gives its devices less than this.
const STOP_WITHIN: Duration = Duration::from_millis(2_700);

/// The world of a data folder.
#[derive(Debug, Clone)]
pub(crate) struct World {
    data: PathBuf,
}

impl World {
    /// Finds the living world of `data`, or starts it. A world for another API is ended first.
    pub(crate) async fn ensure(data: &Path, api: &str) -> io::Result<Self> {
        let world = Self { data: data.to_owned() };
        match living(data)? {
            Some(found) if found.api == api => {
                tracing::info!(pid = found.pid.as_raw(), "the demo world is running already");
                return Ok(world);
            }
            Some(_) => world.stop().await,
            None => {}
        }
        let log = File::create(folder(data).join("world.log"))?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("world")
            .arg("--data")
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            // A group of its own: what ends the server with Ctrl-C or a kill does not end the devices.
            .process_group(0)
            .spawn()?;
        let deadline = Instant::now() + START_WITHIN;
        while living(data)?.is_none() {
            if child.try_wait()?.is_some() || Instant::now() > deadline {
                let log = folder(data).join("world.log");
                return Err(io::Error::other(format!("the demo world did not start: see {}", log.display())));
            }
            sleep(STEP).await;
        }
        // Reaped when it ends, for as long as this process lives.
        std::thread::spawn(move || child.wait());
        Ok(world)
    }

    /// Ends the world and waits for it.
    pub(crate) async fn stop(&self) {
        let Ok(Some(Living { pid, .. })) = living(&self.data) else { return };
        let _ = kill(pid, Signal::SIGTERM);
        let deadline = Instant::now() + STOP_WITHIN;
        while matches!(living(&self.data), Ok(Some(_))) {
            if Instant::now() > deadline {
                tracing::warn!("the demo world takes long to stop; it is left to it");
                return;
            }
            sleep(STEP).await;
        }
    }
}
