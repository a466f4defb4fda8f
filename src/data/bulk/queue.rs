//! The queue of a job: a few requests at a time, rows that one statement serves together, and a pause while nothing answers.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use leptos::prelude::*;
use model::bulk::action::BulkAction;

use super::item::{Item, ItemState};
use super::job::{Job, JobState, MOST_BY_ID};
use super::send::{self, one_by_one};
use crate::data::failure::Failure;
use crate::data::hub::Hub;
use crate::data::link::LinkState;

/// So many requests are under way at once.
const AT_ONCE: usize = 6;
/// While the connection is lost it is looked at so often.
const LOOK_AGAIN_MS: u32 = 500;
/// A server that asks for patience without saying how long gets so much of it, in seconds.
const PATIENCE_S: u32 = 2;

/// What one request is about: places in the job's list.
type Batch = Vec<usize>;

/// Runs until nobody waits any more.
pub(super) async fn run(hub: Hub, job: &Job) {
    let mut waiting = batches(&job.action, &job.items.get_untracked());
    waiting.reverse();
    let mut under_way: FuturesUnordered<LocalBoxFuture<'static, (Batch, Result<(), Failure>)>> =
        FuturesUnordered::new();
    let action = Rc::new(job.action.clone());
    loop {
        while under_way.len() < AT_ONCE && is_running(job) {
            let Some(batch) = waiting.pop() else { break };
            let items: Vec<Item> =
                job.items.with_untracked(|items| batch.iter().filter_map(|at| items.get(*at).cloned()).collect());
            set(job, &batch, &ItemState::Sent);
            let (action, fleet) = (Rc::clone(&action), job.fleet);
            under_way.push(Box::pin(async move { (batch, send::send(hub, &action, fleet, &items).await) }));
        }
        let Some((batch, result)) = under_way.next().await else { break };
        match result {
            Ok(()) => set(job, &batch, &ItemState::Done),
            Err(Failure::Offline) => {
                if job.action.command().is_some() {
                    // It may have been heard: asking twice is the person's to decide.
                    let why = "The connection broke before the answer: it may have been done.".to_owned();
                    set(job, &batch, &ItemState::Failed(why));
                } else if is_running(job) {
                    set(job, &batch, &ItemState::Waiting);
                    waiting.push(batch);
                } else {
                    set(job, &batch, &ItemState::Stopped);
                }
                pause(hub, job).await;
            }
            Err(Failure::Refused { retry_after, message }) if is_busy(retry_after, &message) && is_running(job) => {
                set(job, &batch, &ItemState::Waiting);
                waiting.push(batch);
                let seconds = retry_after.unwrap_or(PATIENCE_S).clamp(1, 60);
                hub.client().transport().sleep(seconds * 1_000).await;
            }
            // One row that is refused must not hold back the others of its statement.
            Err(Failure::Refused { .. } | Failure::Field { .. } | Failure::Server { .. })
                if batch.len() > 1 && is_running(job) =>
            {
                set(job, &batch, &ItemState::Waiting);
                waiting.extend(batch.into_iter().rev().map(|at| vec![at]));
            }
            Err(Failure::Locked { message }) => set(job, &batch, &ItemState::Locked(message)),
            Err(failure) => {
                let is_signed_out = failure == Failure::SignedOut;
                set(job, &batch, &ItemState::Failed(failure.to_string()));
                if is_signed_out {
                    job.stop();
                }
            }
        }
    }
    if is_running(job) {
        job.state.set(JobState::Done);
    }
}

fn is_busy(retry_after: Option<u32>, message: &str) -> bool {
    retry_after.is_some() || message.starts_with("Too many requests")
}

fn is_running(job: &Job) -> bool {
    matches!(job.state.get_untracked(), JobState::Running | JobState::Paused)
}

fn set(job: &Job, batch: &[usize], state: &ItemState) {
    job.items.update(|items| {
        for at in batch {
            if let Some(item) = items.get_mut(*at) {
                item.state = state.clone();
            }
        }
    });
}

/// Waits until the live connection stands again, or the job is stopped.
async fn pause(hub: Hub, job: &Job) {
    if !is_running(job) {
        return;
    }
    job.state.set(JobState::Paused);
    let (transport, link) = (hub.client().transport(), hub.link());
    loop {
        transport.sleep(LOOK_AGAIN_MS).await;
        if job.state.get_untracked() != JobState::Paused {
            return;
        }
        let is_live = link.try_get_untracked().is_none_or(|link| link == LinkState::Live);
        if is_live {
            job.state.set(JobState::Running);
            return;
        }
    }
}

/// Who is asked together, in the order of the list.
fn batches(action: &BulkAction, items: &[Item]) -> Vec<Batch> {
    let waiting = |together: bool| {
        items
            .iter()
            .enumerate()
            .filter(move |(_, item)| item.state == ItemState::Waiting && one_by_one(action, item.has_it) != together)
    };
    let together: Vec<usize> = waiting(true).map(|(at, _)| at).collect();
    let mut batches: Vec<Batch> = together.chunks(MOST_BY_ID).map(<[usize]>::to_vec).collect();
    batches.extend(waiting(false).map(|(at, _)| vec![at]));
    batches
}

#[cfg(test)]
mod tests {
    use model::device::Tag;

    use super::*;

    fn items(count: i64, has_it: impl Fn(i64) -> bool) -> Vec<Item> {
        (0..count)
            .map(|id| Item {
                id,
                uuid: format!("{id:032x}").parse().unwrap(),
                name: String::new(),
                force: false,
                has_it: has_it(id),
                state: ItemState::Waiting,
            })
            .collect()
    }

    #[test]
    fn supervisors_are_asked_one_by_one_and_rows_are_written_together() {
        assert_eq!(batches(&BulkAction::Reboot, &items(3, |_| false)), [vec![0], vec![1], vec![2]]);
        let sizes: Vec<usize> = batches(&BulkAction::Unpin, &items(450, |_| false)).iter().map(Vec::len).collect();
        assert_eq!(sizes, [200, 200, 50]);
        // A tag that is there is changed together with others; one that is not is made.
        let tag = BulkAction::SetTag(Tag { key: "site".to_owned(), value: "north".to_owned() });
        assert_eq!(batches(&tag, &items(4, |id| id != 1)), [vec![0, 2, 3], vec![1]]);
        let mut done = items(2, |_| true);
        done[0].state = ItemState::Done;
        assert_eq!(batches(&tag, &done), [vec![1]]);
    }
}
