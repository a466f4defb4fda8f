//! What has to happen to one application: pure, from what is installed and what is wanted.

use std::collections::BTreeMap;

use wire::device_state::{AppTarget, DeviceTarget};

use super::installed::{Installed, InstalledApp};
use crate::services::spec::{ServiceSpec, Strategy};

/// The steps that bring one application to its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) uuid: String,
    pub(crate) id: i64,
    pub(crate) name: String,
    /// The target release; `None` when the fleet has none.
    pub(crate) commit: Option<String>,
    /// Whether the application itself goes.
    pub(crate) leaves: bool,
    /// Services whose process stays, though as part of the new release.
    pub(crate) adopted: BTreeMap<String, ServiceSpec>,
    /// Services to start, in place of a former one of that name if there is one.
    pub(crate) started: BTreeMap<String, ServiceSpec>,
    /// Services to end.
    pub(crate) removed: Vec<String>,
    /// Services to end before anything is downloaded, and whether their image goes too.
    pub(crate) ended_first: Vec<(String, bool)>,
    /// Whether a service that runs has to be ended: that needs the update locks.
    pub(crate) kills: bool,
}

impl Plan {
    fn for_app(uuid: &str, installed: Option<&InstalledApp>, target: &AppTarget) -> Self {
        let (commit, wanted) = match target.releases.iter().next() {
            Some((commit, release)) => {
                let spec = |service| ServiceSpec::new(release.id, commit, service);
                let named = release.services.iter().filter(|(name, _)| is_name(name));
                (Some(commit.clone()), named.map(|(name, service)| (name.clone(), spec(service))).collect())
            }
            None => (None, BTreeMap::new()),
        };
        Self::towards(uuid, (target.id, &target.name), commit, wanted, installed)
    }

    fn towards(
        uuid: &str,
        (id, name): (i64, &str),
        commit: Option<String>,
        wanted: BTreeMap<String, ServiceSpec>,
        installed: Option<&InstalledApp>,
    ) -> Self {
        let none = BTreeMap::new();
        let have = installed.map_or(&none, |app| &app.services);
        let removed: Vec<String> = have.keys().filter(|name| !wanted.contains_key(*name)).cloned().collect();
        let (mut adopted, mut started) = (BTreeMap::new(), BTreeMap::new());
        for (name, spec) in wanted {
            match have.get(&name) {
                Some(old) if *old == spec => {}
                Some(old) if old.same_process(&spec) => drop(adopted.insert(name, spec)),
                _ => drop(started.insert(name, spec)),
            }
        }
        let replaced = |name: &String| have.contains_key(name);
        let ended_first =
            started.iter().filter(|(name, _)| replaced(name)).filter_map(|(name, spec)| match spec.strategy() {
                Strategy::DownloadThenKill => None,
                Strategy::KillThenDownload => Some((name.clone(), false)),
                Strategy::DeleteThenDownload => Some((name.clone(), true)),
            });
        let ended_first = ended_first.collect();
        let kills = !removed.is_empty() || started.keys().any(replaced);
        Self {
            uuid: uuid.to_owned(),
            id,
            name: name.to_owned(),
            commit,
            leaves: false,
            adopted,
            started,
            removed,
            ended_first,
            kills,
        }
    }

    /// Whether there is nothing to do.
    pub(crate) fn is_done(&self, installed: Option<&InstalledApp>) -> bool {
        let same = installed.is_some_and(|app| (app.id, &app.name, &app.commit) == (self.id, &self.name, &self.commit));
        same && !self.leaves && self.adopted.is_empty() && self.started.is_empty() && self.removed.is_empty()
    }
}

/// The plans of all applications; the host OS and the supervisor are applications too, though not for this agent.
pub(crate) fn plans(installed: &Installed, target: &DeviceTarget) -> Vec<Plan> {
    let wanted = target.apps.iter().filter(|(_, app)| app.class == "fleet" && !app.is_host);
    let mut plans: Vec<Plan> =
        wanted.clone().map(|(uuid, app)| Plan::for_app(uuid, installed.apps.get(uuid), app)).collect();
    let gone = installed.apps.iter().filter(|(uuid, _)| !wanted.clone().any(|(wanted, _)| wanted == *uuid));
    // What leaves goes first: its services may hold what the others need.
    let leaving = gone.map(|(uuid, app)| Plan {
        leaves: true,
        ..Plan::towards(uuid, (app.id, &app.name), None, BTreeMap::new(), Some(app))
    });
    plans.splice(0..0, leaving);
    plans.retain(|plan| !plan.is_done(installed.apps.get(&plan.uuid)));
    plans
}

/// A service's name becomes a folder's: `Docker's names` without surprises.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    (1..=255).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(allowed)
}

/// Whether the configuration overrides update locks (balena-api.md §9).
pub(crate) fn overrides_locks(config: &BTreeMap<String, String>) -> bool {
    let names = ["SUPERVISOR_OVERRIDE_LOCK", "OVERRIDE_LOCK"];
    config.iter().any(|(name, value)| {
        let name = name.strip_prefix("RESIN_").or_else(|| name.strip_prefix("BALENA_"));
        name.is_some_and(|name| names.contains(&name)) && (value == "1" || value == "true")
    })
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
