//! `binnacle demo-service`: what the demo's images run. Small, single-threaded where it can be, mostly asleep.

mod client;
mod figures;
mod sensor;
mod uplink;
mod web;
mod worker;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use crate::cli::{DemoKind, DemoServiceArguments};
use crate::failure::Failure;

/// A variable that makes a service hold its update lock.
pub(crate) const HOLD_UPDATE_LOCK: &str = "HOLD_UPDATE_LOCK";

/// Runs until it is ended, or fails as such services do.
pub(crate) fn run(arguments: &DemoServiceArguments) -> Result<(), Failure> {
    hold_update_lock().map_err(Failure::broke)?;
    let release = &arguments.release;
    let done = match arguments.kind {
        DemoKind::Sensor => sensor::run(release),
        DemoKind::Web => web::run(release),
        DemoKind::Client => client::run(),
        DemoKind::Worker => worker::run(release),
        DemoKind::Uplink => uplink::run(release),
    };
    done.map_err(Failure::broke)
}

/// Update locks are files (balena-api.md §9). What an earlier run held is let go when nothing asks for it any more.
fn hold_update_lock() -> io::Result<()> {
    let Some(lock) = std::env::var_os("BALENA_APP_LOCK_PATH").map(PathBuf::from) else { return Ok(()) };
    if std::env::var_os(HOLD_UPDATE_LOCK).is_some_and(|value| value == "1") {
        if let Some(folder) = lock.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&lock, "")?;
        out("lock: update lock taken, a sale is under way")
    } else {
        match fs::remove_file(lock) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// A line on stdout, at once.
fn out(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// A line on stderr.
fn err(line: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{line}")
}

/// Where services of one device meet: the shared volume.
fn meeting_place() -> PathBuf {
    PathBuf::from("shared/web.port")
}

fn pause(millis: u64) {
    sleep(Duration::from_millis(millis));
}
