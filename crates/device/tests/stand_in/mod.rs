//! A small API for one device: what the agent calls, kept as it came.

#![allow(dead_code, reason = "each test file uses its own part")]

pub(crate) mod image;
mod routes;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use binnacle_device::config::{DeviceConfig, Fleet};
use binnacle_device::error::DeviceError;
use binnacle_device::run::run;
use link::platform::Link;
use link::stream::LinkStream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use wire::device_state::DeviceReport;
use wire::log_line::DeviceLogLine;

pub(crate) const UUID: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const FLEET_KEY: &str = "fleet-key";

/// What the API knows.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) device_key: Option<String>,
    pub(crate) target: serde_json::Value,
    pub(crate) blobs: BTreeMap<String, Vec<u8>>,
    pub(crate) manifests: BTreeMap<String, Vec<u8>>,
    /// Blob requests break off after so many bytes.
    pub(crate) break_after: Option<usize>,
    pub(crate) ranges: Vec<String>,
    pub(crate) reports: Vec<DeviceReport>,
    /// By session: lines, each kept once.
    pub(crate) logs: BTreeMap<String, Vec<DeviceLogLine>>,
    /// So many log requests are taken, and answered with an error.
    pub(crate) forget_answers: usize,
    pub(crate) public_keys: String,
    pub(crate) link: Option<Link>,
}

/// A running stand-in.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) state: Arc<Mutex<State>>,
    pub(crate) base: String,
    port: u16,
    server: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Api {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let api = Self {
            state: Arc::new(Mutex::new(State { target: serde_json::json!({}), ..State::default() })),
            base: format!("http://127.0.0.1:{port}"),
            port,
            server: Arc::default(),
        };
        api.serve(listener);
        api
    }

    fn serve(&self, listener: TcpListener) {
        let router = routes::router(Arc::clone(&self.state));
        *self.server.lock().unwrap() = Some(tokio::spawn(async move {
            axum::serve(listener, router).await.unwrap();
        }));
    }

    /// What the API knows, to look at and to change.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap())
    }

    /// Waits until something holds.
    pub(crate) async fn until(&self, what: &str, mut holds: impl FnMut(&State) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !self.with(|state| holds(state)) {
            assert!(Instant::now() < end, "{what}: {:#?}", self.with(|state| state.reports.last().cloned()));
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// What the supervisor API asks for, as the device reported it.
    pub(crate) fn secret(&self) -> String {
        self.with(|state| state.reports.iter().find_map(|report| report.api_secret.clone()).unwrap())
    }

    /// The link, once the device has opened it.
    pub(crate) async fn link(&self) -> Link {
        self.until("the link is up", |state| state.link.as_ref().is_some_and(|link| !link.is_closed())).await;
        self.with(|state| state.link.clone().unwrap())
    }
}

/// A running agent.
pub(crate) struct Agent {
    off: CancellationToken,
    task: JoinHandle<Result<(), DeviceError>>,
}

impl Agent {
    pub(crate) fn start(api: &Api, folder: &Path, change: impl FnOnce(&mut DeviceConfig)) -> Self {
        let mut config = DeviceConfig::new(&api.base, folder);
        config.provisioning_key = Some(FLEET_KEY.into());
        config.fleet = Some(Fleet::Slug("admin/greenhouse".into()));
        config.uuid = Some(UUID.parse().unwrap());
        config.poll_interval = Some(Duration::from_millis(200));
        config.progress_interval = Duration::from_millis(50);
        config.boot_time = Duration::from_millis(100);
        change(&mut config);
        let off = CancellationToken::new();
        let told = off.clone();
        Self { task: tokio::spawn(run(config, async move { told.cancelled().await })), off }
    }

    pub(crate) async fn stop(self) {
        self.off.cancel();
        self.task.await.unwrap().unwrap();
    }

    /// As `kill -9` does, as far as a task can be killed.
    pub(crate) async fn kill(self) {
        self.task.abort();
        drop(self.task.await);
    }
}

/// The status of a service in a report.
pub(crate) fn status(report: &DeviceReport, service: &str) -> Option<(String, String)> {
    let releases = &report.apps.as_ref()?.get("app")?.releases;
    releases.iter().find_map(|(commit, release)| {
        let status = release.services.get(service)?.status.as_ref()?;
        Some((commit.clone(), status.as_str().to_owned()))
    })
}

/// Whether the device last said that a release is what it runs.
pub(crate) fn runs(state: &State, commit: &str) -> bool {
    let apps = state.reports.iter().rev().find_map(|report| report.apps.as_ref());
    apps.and_then(|apps| apps.get("app")).is_some_and(|app| {
        let release = app.releases.get(commit);
        let running = |release: &wire::device_state::ReleaseReport| {
            release.services.values().all(|service| service.status.as_ref().is_some_and(|s| s.as_str() == "Running"))
        };
        app.release_uuid.as_deref() == Some(commit) && app.releases.len() == 1 && release.is_some_and(running)
    })
}

/// All messages of the log.
pub(crate) fn messages(state: &State) -> Vec<String> {
    state.logs.values().flatten().map(|line| line.message.clone()).collect()
}

/// Asks the supervisor API through the link.
pub(crate) async fn supervisor(link: &Link, path: &str, key: &str, body: &str) -> (u16, String) {
    let mut stream = post(link, path, key, body).await;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), body.to_owned())
}

/// Asks without waiting for the answer.
pub(crate) async fn post(link: &Link, path: &str, key: &str, body: &str) -> LinkStream {
    let mut stream = link.open(48_484).await.unwrap();
    let head =
        format!("POST {path}?apikey={key} HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Length: {}", body.len());
    stream.write_all(format!("{head}\r\nContent-Type: application/json\r\n\r\n{body}").as_bytes()).await.unwrap();
    stream
}
