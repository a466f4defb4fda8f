//! The loop that brings the device to its target state, however often it is interrupted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use model::service_status::ServiceStatus;
use model::update_status::UpdateStatus;
use tokio::sync::watch;
use tokio::time::sleep;
use wire::device_state::DeviceTarget;

use super::install::apply;
use super::installed::Installed;
use super::machine::Machine;
use super::plan::{Plan, overrides_locks, plans};
use super::stuck::{Stuck, stuck};
use crate::backoff::Backoff;
use crate::board::Entry;
use crate::images::pull::Puller;

/// Images that are downloaded at the same time.
const DOWNLOADS: usize = 3;

/// The target as it was last heard; `None` until it was heard at all.
pub(crate) type Target = watch::Receiver<Option<Arc<DeviceTarget>>>;

/// Reaches one target after the other, until the poll loop ends.
pub(crate) async fn run(machine: Arc<Machine>, puller: Puller, mut target: Target) {
    let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(30));
    loop {
        let wanted = target.borrow_and_update().clone();
        let outcome = match wanted {
            Some(wanted) => reach(&machine, &puller, &wanted, &mut target).await,
            None => Ok(()),
        };
        let wait = match outcome {
            Ok(()) => {
                backoff.reset();
                Duration::MAX
            }
            Err(Stuck::Failed) => backoff.next(),
            Err(Stuck::Locked(reason)) => {
                let wait = backoff.ceiling();
                machine
                    .journal
                    .system(format!("Updates are locked, retrying in {}s. Reason: {reason}", wait.as_secs()));
                wait
            }
        };
        tokio::select! {
            changed = target.changed() => match changed {
                Ok(()) => backoff.reset(),
                Err(_) => return,
            },
            () = machine.kick.notified() => backoff.reset(),
            () = sleep(wait) => {}
        }
    }
}

async fn reach(machine: &Machine, puller: &Puller, wanted: &DeviceTarget, target: &mut Target) -> Result<(), Stuck> {
    let force = machine.take_force() || overrides_locks(&wanted.config);
    let installed = machine.installed();
    let plans = plans(&installed, wanted);
    clear_board(machine, &installed, &plans);
    for plan in &plans {
        announce(machine, plan);
    }
    for plan in &plans {
        end_first(machine, plan, force).await?;
        // A newer target makes these downloads moot; what is here by then is kept.
        tokio::select! {
            biased;
            downloaded = download(machine, puller, plan) => downloaded?,
            Ok(()) = target.changed() => {
                target.mark_changed();
                return Ok(());
            }
        }
        apply(machine, plan, force).await?;
    }
    let keep = machine.installed().images();
    if !plans.is_empty()
        && let Err(error) = machine.store.keep_only(&keep)
    {
        tracing::warn!(%error, "images that are no longer needed could not be removed");
    }
    Ok(())
}

/// A target that was left half-way may still be on the board, perhaps with an application that never came to be.
fn clear_board(machine: &Machine, installed: &Installed, plans: &[Plan]) {
    for uuid in machine.board.apps() {
        if plans.iter().any(|plan| plan.uuid == uuid) {
            continue;
        }
        if installed.apps.contains_key(&uuid) {
            machine.board.settled(&uuid);
        } else {
            machine.board.forget(&uuid);
        }
    }
}

/// Puts the release on its way on the board.
fn announce(machine: &Machine, plan: &Plan) {
    let Some(commit) = &plan.commit else { return };
    let services = plan.started.iter().map(|(name, spec)| {
        let here = machine.store.is_downloaded(&spec.image);
        let status = if here { ServiceStatus::Downloaded } else { ServiceStatus::Downloading };
        let progress = (!here).then_some(0);
        (name.clone(), Entry { commit: commit.clone(), image: spec.image.clone(), status, progress })
    });
    let services: BTreeMap<String, Entry> = services.collect();
    machine.board.coming(&plan.uuid, commit, services);
}

/// The strategies that end the old service before the download.
async fn end_first(machine: &Machine, plan: &Plan, force: bool) -> Result<(), Stuck> {
    let waiting = || plan.ended_first.iter().filter(|(name, _)| machine.is_running(&plan.uuid, name));
    if waiting().next().is_none() {
        return Ok(());
    }
    let _turn = machine.turn.lock().await;
    let installed = machine.installed();
    let Some(app) = installed.apps.get(&plan.uuid) else { return Ok(()) };
    let _locks = machine.lock(app, force).map_err(|error| stuck(machine, &error))?;
    for (name, delete) in waiting() {
        machine.stop(&plan.uuid, name).await;
        let left = |image: &String| *delete && app.services.get(name).is_some_and(|spec| spec.image == *image);
        let keep = installed.images().into_iter().filter(|image| !left(image)).collect();
        if *delete && let Err(error) = machine.store.keep_only(&keep) {
            tracing::warn!(%error, "an image could not be removed");
        }
    }
    Ok(())
}

/// Downloads every image of the plan that is not here.
async fn download(machine: &Machine, puller: &Puller, plan: &Plan) -> Result<(), Stuck> {
    let mut waiting = Vec::new();
    for (name, spec) in &plan.started {
        if !machine.store.is_downloaded(&spec.image) {
            waiting.push(download_image(machine, puller, &plan.uuid, name, &spec.image));
        }
    }
    let mut downloads = futures_util::stream::iter(waiting).buffer_unordered(DOWNLOADS);
    let mut all = true;
    while let Some(here) = downloads.next().await {
        all &= here;
    }
    if !all {
        return Err(Stuck::Failed);
    }
    machine.board.update(&plan.uuid, UpdateStatus::Downloaded);
    Ok(())
}

/// Downloads one image; answers whether it is here.
async fn download_image(machine: &Machine, puller: &Puller, uuid: &str, name: &str, image: &str) -> bool {
    machine.journal.system(format!("Downloading image '{image}'"));
    let tell = |percent| machine.board.progress(uuid, name, percent);
    match puller.pull(image, &tell).await {
        Ok(()) => {
            machine.board.coming_status(uuid, name, ServiceStatus::Downloaded);
            machine.journal.system(format!("Downloaded image '{image}'"));
            true
        }
        Err(error) => {
            machine.journal.system(format!("Failed to download image '{image}' due to '{error}'"));
            false
        }
    }
}
