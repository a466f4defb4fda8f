//! The loop that reports.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, sleep};
use wire::device_state::DeviceReport;

use super::diff::diff;
use crate::api::client::{Api, ApiError};
use crate::backoff::Backoff;
use crate::board::{Apps, Board};
use crate::config::DeviceConfig;
use crate::identity::Identity;
use crate::metrics::sample::Sampler;

/// The port of the supervisor API as the platform's tunnel knows it.
pub(crate) const SUPERVISOR_PORT: u16 = 48_484;

/// Reports until it is dropped.
#[derive(Debug)]
pub(crate) struct Reporter {
    api: Api,
    uuid: String,
    board: Arc<Board>,
    data: PathBuf,
    every: (Duration, Duration),
    sampler: Sampler,
    /// What holds, and what the API knows of it.
    now: DeviceReport,
    known: DeviceReport,
}

impl Reporter {
    pub(crate) fn new(config: &DeviceConfig, identity: &Identity, api: Api, board: Arc<Board>, data: PathBuf) -> Self {
        let now = DeviceReport {
            status: Some("Idle".to_owned()),
            os_version: Some(config.os_version.clone()),
            os_variant: Some(config.os_variant.clone()),
            supervisor_version: Some(config.supervisor_version.clone()),
            provisioning_state: Some(String::new()),
            provisioning_progress: Some(None),
            api_port: Some(SUPERVISOR_PORT),
            api_secret: Some(identity.api_secret.clone()),
            is_undervolted: Some(false),
            ..DeviceReport::default()
        };
        Self {
            api,
            uuid: identity.uuid.to_string(),
            board,
            data,
            every: (config.progress_interval, config.metrics_interval),
            sampler: Sampler::default(),
            now,
            known: DeviceReport::default(),
        }
    }

    pub(crate) async fn run(mut self) {
        let (mut progress, mut metrics) = (interval(self.every.0), interval(self.every.1));
        progress.set_missed_tick_behavior(MissedTickBehavior::Delay);
        metrics.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let board = Arc::clone(&self.board);
        self.measure();
        self.report(Some(board.now())).await;
        loop {
            tokio::select! {
                biased;
                () = board.stepped() => while let Some(apps) = board.next_step() {
                    self.report(Some(apps)).await;
                },
                _ = progress.tick() => if let Some(apps) = board.progressed() {
                    self.report(Some(apps)).await;
                },
                _ = metrics.tick() => {
                    self.measure();
                    self.report(None).await;
                }
            }
        }
    }

    fn measure(&mut self) {
        let sample = self.sampler.read(&self.data);
        let now = &mut self.now;
        now.cpu_usage = sample.cpu_usage;
        now.cpu_temp = sample.cpu_temp;
        now.memory_usage = sample.memory_usage;
        now.memory_total = sample.memory_total;
        now.storage_usage = sample.storage_usage;
        now.storage_total = sample.storage_total;
        now.ip_address = sample.ip_address;
        now.mac_address = sample.mac_address;
    }

    /// Reports until it succeeds or cannot; after a failure what holds by then is what is reported.
    async fn report(&mut self, apps: Option<Apps>) {
        if apps.is_some() {
            self.now.apps = apps;
        }
        let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(5));
        while let Some(change) = diff(&self.known, &self.now) {
            let body = BTreeMap::from([(self.uuid.clone(), change)]);
            match self.api.report(&body).await {
                Ok(()) => self.known = self.now.clone(),
                Err(error) => {
                    let wait = error.retry_after().unwrap_or_else(|| wait_after(&error, &mut backoff));
                    tracing::debug!(%error, "a report was not taken");
                    sleep(wait).await;
                    self.now.apps = Some(self.board.now());
                }
            }
        }
        self.board.told();
    }
}

/// A report that the API refuses stays refused until something changes: a release may have been deleted.
fn wait_after(error: &ApiError, backoff: &mut Backoff) -> Duration {
    match error.status() {
        Some(status) if status.is_client_error() => Duration::from_secs(5),
        _ => backoff.next(),
    }
}
