//! One way to the disk for the lines of all devices: what waits becomes one write, and one commit.
//!
//! A batch that comes alone is written at once. Under load those that come within ten milliseconds of a commit wait for
//! the next one, so that a thousand devices cost a hundred commits a second and not a thousand, and so that what readers
//! get comes in pieces worth a system call. Readers hear of lines in the order they were committed in.

use std::sync::Arc;
use std::time::Duration;

use store::logs::append::{Appended, Batch, append};
use store::{Store, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::log_hub::chunk::Chunk;
use crate::log_hub::feed::LogHub;

/// Between two commits while few lines wait.
const PACE: Duration = Duration::from_millis(10);
/// So many bytes are written without waiting for more.
const FULL: usize = 256 * 1024;
/// At most about so many bytes are one write, so that others' writes come in between.
const MOST: usize = 4 * 1024 * 1024;
/// Batches that may wait; who comes then waits too.
const QUEUE: usize = 1_024;

/// Why lines were not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotKept {
    /// The device is gone.
    NoDevice,
    /// The disk is full.
    DiskFull,
    /// Too much waits, or the platform is shutting down: send them again.
    Unavailable,
}

struct Job {
    batch: Batch,
    answer: oneshot::Sender<Result<(), NotKept>>,
}

/// Where routes bring lines.
#[derive(Debug, Clone)]
pub(crate) struct LogWriter {
    jobs: mpsc::Sender<Job>,
}

/// The end that writes; to be run as a task.
pub(crate) struct LogWriting {
    jobs: mpsc::Receiver<Job>,
    store: Store,
    hub: Arc<LogHub>,
    keep: u64,
}

impl LogWriter {
    /// Both ends, for rings of `keep` lines.
    pub(crate) fn new(store: Store, hub: Arc<LogHub>, keep: u64) -> (Self, LogWriting) {
        let (sender, jobs) = mpsc::channel(QUEUE);
        (Self { jobs: sender }, LogWriting { jobs, store, hub, keep })
    }

    /// Answers when the lines are on the disk.
    pub(crate) async fn append(&self, batch: Batch) -> Result<(), NotKept> {
        let (answer, answered) = oneshot::channel();
        self.jobs.send(Job { batch, answer }).await.map_err(|_| NotKept::Unavailable)?;
        answered.await.unwrap_or(Err(NotKept::Unavailable))
    }
}

impl LogWriting {
    /// Writes until the platform shuts down and what waited then is written.
    pub(crate) async fn run(mut self, shutdown: CancellationToken) {
        let mut next_at = Instant::now();
        loop {
            let first = tokio::select! {
                biased;
                job = self.jobs.recv() => job,
                () = shutdown.cancelled(), if !self.jobs.is_closed() => {
                    self.jobs.close();
                    continue;
                }
            };
            let Some(first) = first else { return };
            let jobs = self.company(first, next_at).await;
            next_at = Instant::now() + PACE;
            self.write(jobs).await;
        }
    }

    /// What is written together with the first.
    async fn company(&mut self, first: Job, due: Instant) -> Vec<Job> {
        let mut bytes = first.batch.text.len();
        let mut jobs = vec![first];
        while bytes < FULL {
            let Ok(Some(job)) = timeout_at(due, self.jobs.recv()).await else { break };
            bytes += job.batch.text.len();
            jobs.push(job);
        }
        while bytes < MOST {
            let Ok(job) = self.jobs.try_recv() else { break };
            bytes += job.batch.text.len();
            jobs.push(job);
        }
        jobs
    }

    async fn write(&self, jobs: Vec<Job>) {
        let (batches, answers): (Vec<_>, Vec<_>) = jobs.into_iter().map(|job| (job.batch, job.answer)).unzip();
        let devices: Vec<i64> = batches.iter().map(|batch| batch.device).collect();
        let keep = self.keep;
        match self.store.write(move |connection| append(connection, &batches, keep)).await {
            Ok(outcomes) => {
                for ((device, outcome), answer) in devices.into_iter().zip(outcomes).zip(answers) {
                    let _ = answer.send(self.tell(device, outcome));
                }
            }
            Err(error) => {
                let why = not_kept(&error);
                tracing::warn!(%error, "log lines could not be written");
                for answer in answers {
                    let _ = answer.send(Err(why));
                }
            }
        }
    }

    fn tell(&self, device: i64, outcome: Appended) -> Result<(), NotKept> {
        match outcome {
            Appended::Kept { blocks, .. } => {
                if let Some(chunk) = Chunk::of(blocks) {
                    self.hub.written(device, chunk);
                }
                Ok(())
            }
            Appended::NoDevice => Err(NotKept::NoDevice),
        }
    }
}

fn not_kept(error: &StoreError) -> NotKept {
    match error {
        StoreError::DiskFull => NotKept::DiskFull,
        _ => NotKept::Unavailable,
    }
}
