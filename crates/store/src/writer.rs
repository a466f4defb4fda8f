//! The one thread that writes: takes every job that waits, runs each in a savepoint, commits once, then answers all.
//!
//! One commit for many jobs is what keeps `synchronous=FULL` quick; one savepoint a job is what keeps a failing job
//! from taking its neighbours along.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;
use crate::revocation::{self, Revocations, Revoked};

/// So many jobs may wait before a write is refused as [`StoreError::Busy`].
const QUEUE: usize = 4096;
/// So many jobs share a commit.
const BATCH: usize = 256;

/// A job: does its work now, and gives back what answers its caller once the outcome of the commit is known.
pub(crate) type Job = Box<dyn FnOnce(&mut Connection) -> Answer + Send>;

/// Called with the error of the commit, or none.
pub(crate) type Answer = Box<dyn FnOnce(Option<StoreError>) + Send>;

/// The way to the thread. Dropping it ends the thread when the last job is done.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(connection: Connection, revocations: Revocations) -> Result<Self, StoreError> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || run(connection, &waiting, &revocations))
            .map_err(|error| StoreError::internal(format!("the writer thread did not start: {error}")))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    pub(crate) fn send(&self, job: Job) -> Result<(), StoreError> {
        match self.jobs.as_ref().map(|jobs| jobs.try_send(job)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(StoreError::Busy),
            Some(Err(TrySendError::Disconnected(_))) | None => Err(StoreError::Closed),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs.take();
        // A job that holds the last handle on the store drops it here, on the thread itself.
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != std::thread::current().id()) {
            let _ = thread.join();
        }
    }
}

fn run(mut connection: Connection, waiting: &Receiver<Job>, revocations: &Revocations) {
    while let Ok(first) = waiting.recv() {
        let jobs = std::iter::once(first).chain(waiting.try_iter()).take(BATCH);
        batch(&mut connection, jobs, revocations);
    }
}

/// Runs the jobs and commits; every answer is given after the commit, with its outcome.
fn batch(connection: &mut Connection, jobs: impl Iterator<Item = Job>, revocations: &Revocations) {
    let mut answers = Vec::new();
    // Without a transaction no job does anything, and each answers with this error.
    let begun = begin(connection);
    for job in jobs {
        answers.push(job(connection));
    }
    let committed = begun.and_then(|()| {
        let revoked = if connection.is_autocommit() { Revoked::default() } else { revocation::take(connection)? };
        commit(connection)?;
        Ok(revoked)
    });
    // Before the answers: who is told that a key is gone finds what it opened closing.
    let failed = match committed {
        Ok(revoked) => {
            revocations.tell(revoked);
            None
        }
        Err(error) => {
            tracing::error!(%error, "a commit failed: nothing of it was kept");
            Some(error)
        }
    };
    for answer in answers {
        answer(failed.as_ref().map(same));
    }
}

fn begin(connection: &mut Connection) -> Result<(), StoreError> {
    // A batch that failed half-way may have left its transaction open.
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    connection.execute_batch("BEGIN IMMEDIATE")?;
    Ok(())
}

fn commit(connection: &Connection) -> Result<(), StoreError> {
    if connection.is_autocommit() {
        // SQLite rolled the whole transaction back by itself (a full disk, for one).
        return Err(StoreError::DiskFull);
    }
    let committed = connection.execute_batch("COMMIT");
    if committed.is_err() && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    Ok(committed?)
}

/// One commit's failure, for each of its jobs.
fn same(error: &StoreError) -> StoreError {
    match error {
        StoreError::DiskFull => StoreError::DiskFull,
        StoreError::Busy => StoreError::Busy,
        other => StoreError::internal(other.to_string()),
    }
}

/// Runs `work` in a savepoint: kept if it answers, undone if it fails or panics. None if there is no transaction to run in.
pub(crate) fn in_savepoint<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Option<Result<T, StoreError>> {
    if connection.is_autocommit() {
        return None;
    }
    Some(kept_or_undone(connection, work))
}

fn kept_or_undone<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let savepoint = connection.savepoint()?;
    let answer = catch_unwind(AssertUnwindSafe(|| work(&savepoint)))
        .unwrap_or_else(|_| Err(StoreError::internal("a write panicked")))?;
    savepoint.commit()?;
    Ok(answer)
}
