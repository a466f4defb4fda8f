//! The second half of an update: everything is downloaded, services are exchanged. It is not interrupted.

use model::service_status::ServiceStatus;
use model::update_status::UpdateStatus;

use super::installed::InstalledApp;
use super::machine::{Machine, label};
use super::plan::Plan;
use super::stuck::{Stuck, stuck};
use crate::services::spec::ServiceSpec;

/// Exchanges the services of one application. Each step is on disk before the next begins, so that an agent that
/// dies in between goes on where it was.
pub(super) async fn apply(machine: &Machine, plan: &Plan, force: bool) -> Result<(), Stuck> {
    let _turn = machine.turn.lock().await;
    let locks = match machine.installed().apps.get(&plan.uuid) {
        Some(app) if plan.kills => Some(machine.lock(app, force).map_err(|error| stuck(machine, &error))?),
        _ => None,
    };
    machine.board.update(&plan.uuid, UpdateStatus::ApplyingChanges);
    for name in &plan.removed {
        machine.stop(&plan.uuid, name).await;
        keep(machine, plan, |app| drop(app.services.remove(name)))?;
        machine.board.removed(&plan.uuid, name);
    }
    for (name, spec) in &plan.adopted {
        keep(machine, plan, |app| drop(app.services.insert(name.clone(), spec.clone())))?;
        machine.board.adopted(&plan.uuid, name, &spec.commit, &spec.image);
    }
    let mut all = true;
    for (name, spec) in &plan.started {
        all &= exchange(machine, plan, name, spec).await?;
    }
    drop(locks);
    if !all {
        return Err(Stuck::Failed);
    }
    if plan.leaves {
        machine.install(|installed| drop(installed.apps.remove(&plan.uuid))).map_err(|error| full(machine, &error))?;
        machine.board.forget(&plan.uuid);
        return Ok(());
    }
    keep(machine, plan, |app| app.commit.clone_from(&plan.commit))?;
    machine.board.update(&plan.uuid, UpdateStatus::Done);
    machine.board.settled(&plan.uuid);
    machine.board.release(&plan.uuid, plan.commit.as_deref());
    Ok(())
}

/// Installs a service, ends its predecessor, starts it. Answers whether it could be started.
async fn exchange(machine: &Machine, plan: &Plan, name: &str, spec: &ServiceSpec) -> Result<bool, Stuck> {
    let (uuid, label) = (&plan.uuid, label(name, spec));
    machine.journal.system(format!("Installing service '{label}'"));
    machine.board.coming_status(uuid, name, ServiceStatus::Installing);
    if let Err(error) = machine.store.install(&spec.image).await {
        machine.journal.system(format!("Failed to install service '{label}' due to '{error}'"));
        return Ok(false);
    }
    machine.board.coming_status(uuid, name, ServiceStatus::Installed);
    machine.journal.system(format!("Installed service '{label}'"));
    machine.stop(uuid, name).await;
    keep(machine, plan, |app| drop(app.services.insert(name.to_owned(), spec.clone())))?;
    let app = InstalledApp { id: plan.id, name: plan.name.clone(), ..InstalledApp::default() };
    if let Err(error) = machine.start(uuid, &app, name, spec).await {
        machine.journal.system(format!("Failed to start service '{label}' due to '{error}'"));
        machine.show(uuid, name, spec, ServiceStatus::Dead);
    }
    Ok(true)
}

/// Changes the application on disk.
fn keep(machine: &Machine, plan: &Plan, change: impl FnOnce(&mut InstalledApp)) -> Result<(), Stuck> {
    let kept = machine.install(|installed| {
        let app = installed.apps.entry(plan.uuid.clone()).or_default();
        (app.id, app.name) = (plan.id, plan.name.clone());
        change(app);
    });
    kept.map_err(|error| full(machine, &error))
}

fn full(machine: &Machine, error: &std::io::Error) -> Stuck {
    machine.journal.system(format!("The update could not be written to disk: {error}"));
    Stuck::Failed
}
