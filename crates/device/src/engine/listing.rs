//! What `balena-engine ps -a` lists on a virtual device: every installed service, running or not, and how often it restarted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use model::service_status::ServiceStatus;

use super::machine::Machine;
use crate::data_dir::write;
use crate::services::container;
use crate::services::spec::RestartPolicy;

/// Keeps the list as it is, until it is dropped. A disk that does not take it leaves the former one.
pub(crate) async fn keep(machine: Arc<Machine>) {
    let mut changed = machine.board.watch();
    let mut restarts = BTreeMap::<String, (bool, u32)>::new();
    loop {
        changed.borrow_and_update();
        let text = list(&machine, &mut restarts);
        drop(write(&path(&machine), text.as_bytes()));
        if changed.changed().await.is_err() {
            return;
        }
    }
}

fn path(machine: &Machine) -> PathBuf {
    machine.dir.containers().join("list")
}

/// A line a service: id, name, state, restarts and restart policy, with tabs between.
fn list(machine: &Machine, restarts: &mut BTreeMap<String, (bool, u32)>) -> String {
    let installed = machine.installed();
    let mut text = String::new();
    for (app, name, entry) in machine.board.installed() {
        let spec = installed.apps.get(&app).and_then(|app| app.services.get(&name));
        let Some(spec) = spec else { continue };
        let id = container::id(&machine.device.uuid, &name, spec);
        let is_restarting = entry.status == ServiceStatus::Restarting;
        let (was, count) = restarts.entry(id.clone()).or_default();
        if is_restarting && !*was {
            *count += 1;
        }
        *was = is_restarting;
        let (name, state, policy) = (container::name(&name, spec), state(&entry.status), policy(spec.restart_policy()));
        let _ = writeln!(text, "{id}\t{name}\t{state}\t{count}\t{policy}");
    }
    text
}

/// In the engine's words.
fn state(status: &ServiceStatus) -> &'static str {
    match status {
        ServiceStatus::Running => "Up",
        ServiceStatus::Restarting => "Restarting (1)",
        ServiceStatus::Starting | ServiceStatus::Installing | ServiceStatus::Installed => "Created",
        ServiceStatus::Dead => "Dead",
        ServiceStatus::Stopping => "Up (stopping)",
        // One that is not started again has done its work.
        ServiceStatus::Exited => "Exited (0)",
        _ => "Exited (143)",
    }
}

const fn policy(policy: RestartPolicy) -> &'static str {
    match policy {
        RestartPolicy::Always => "always",
        RestartPolicy::OnFailure => "on-failure",
        RestartPolicy::Never => "no",
    }
}
