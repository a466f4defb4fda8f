//! `binnacle serve` and `binnacle device` as child processes that end with the test.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) fn binnacle() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_binnacle"));
    command.stdin(Stdio::null()).env_remove("RUST_LOG");
    command
}

/// A port for each listener, so that a server that comes back is where it was.
#[derive(Clone, Copy)]
pub(crate) struct Ports(pub(crate) [u16; 3]);

impl Ports {
    /// Free ones, now.
    pub(crate) fn free() -> Self {
        let listeners = [(); 3].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
        Self(listeners.map(|listener| listener.local_addr().unwrap().port()))
    }
}

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    /// What the ready line said.
    pub(crate) said: HashMap<String, String>,
}

impl Server {
    pub(crate) fn start(data: &Path, ports: Ports, more: &[&str]) -> Self {
        let began = Instant::now();
        let listen = ports.0.map(|port| format!("127.0.0.1:{port}"));
        let mut child = binnacle()
            .args([
                "serve",
                "--listen",
                &listen[0],
                "--api-listen",
                &listen[1],
                "--tunnel-listen",
                &listen[2],
                "--data",
            ])
            .arg(data)
            .args(more)
            .env("BINNACLE_ADMIN_PASSWORD", PASSWORD)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("binnacle ready "), "{line:?} after {:?}", began.elapsed());
        let pairs = line.trim().split(' ').filter_map(|word| word.split_once('='));
        let said = pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        Self { child, said }
    }

    pub(crate) fn url(&self) -> String {
        self.said["url"].clone()
    }

    pub(crate) fn api(&self) -> String {
        self.said["api"].clone()
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; how long it took.
    pub(crate) fn stop(mut self) -> Duration {
        let began = Instant::now();
        signal(&self.child, Signal::SIGTERM);
        assert!(self.child.wait().unwrap().success());
        began.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            // Gracefully, so that its world ends too.
            signal(&self.child, Signal::SIGTERM);
            let _ = self.child.wait();
        }
    }
}

/// A device that runs.
pub(crate) struct Device(Child);

impl Device {
    pub(crate) fn start(data: &Path, api: &str, key: &str, more: &[&str]) -> Self {
        let child = binnacle()
            .args(["device", "--api", api, "--data"])
            .arg(data)
            .args(more)
            .env("BINNACLE_PROVISIONING_KEY", key)
            .spawn()
            .unwrap();
        Self(child)
    }

    pub(crate) fn stop(mut self) {
        signal(&self.0, Signal::SIGTERM);
        self.0.wait().unwrap();
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        if self.0.try_wait().is_ok_and(|ended| ended.is_none()) {
            signal(&self.0, Signal::SIGTERM);
            let _ = self.0.wait();
        }
    }
}

fn signal(child: &Child, signal: Signal) {
    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), signal).unwrap();
}
