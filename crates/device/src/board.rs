//! What the device says of its applications: what runs, and what is on its way.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::service_status::ServiceStatus;
use model::update_status::UpdateStatus;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;
use wire::device_state::{AppReport, ReleaseReport, ServiceReport};

/// Steps that are kept one by one while the API is slow to take them; beyond this the oldest are skipped.
const MAX_STEPS: usize = 64;

/// By application uuid.
pub(crate) type Apps = BTreeMap<String, AppReport>;

/// One service as reported.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) commit: String,
    pub(crate) image: String,
    pub(crate) status: ServiceStatus,
    /// Percent, while it downloads.
    pub(crate) progress: Option<u8>,
}

#[derive(Debug, Default)]
struct App {
    release: Option<String>,
    running: BTreeMap<String, Entry>,
    coming: Option<Coming>,
}

#[derive(Debug)]
struct Coming {
    commit: String,
    status: UpdateStatus,
    services: BTreeMap<String, Entry>,
}

#[derive(Debug, Default)]
struct State {
    apps: BTreeMap<String, App>,
    steps: VecDeque<Apps>,
    progressed: bool,
    /// Whether the reporter holds something that the API may not have yet.
    telling: bool,
}

/// The board everyone writes on and the reporter reads.
#[derive(Debug, Default)]
pub(crate) struct Board {
    state: Mutex<State>,
    stepped: Notify,
    told: Notify,
    /// Rises with each step, for who shows the services on this machine.
    changed: watch::Sender<u64>,
}

impl Board {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes an application and keeps the result as a step of its own, if it is one.
    fn step(&self, app: &str, change: impl FnOnce(&mut App)) {
        let mut state = self.state();
        let before = report(&state);
        change(state.apps.entry(app.to_owned()).or_default());
        let after = report(&state);
        if after != before || state.steps.is_empty() && state.progressed {
            state.progressed = false;
            state.steps.push_back(after);
            if state.steps.len() > MAX_STEPS {
                state.steps.pop_front();
            }
            drop(state);
            self.stepped.notify_one();
            self.changed.send_modify(|times| *times += 1);
        }
    }

    /// Wakes with each step.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Every service that is installed: application, name, entry.
    pub(crate) fn installed(&self) -> Vec<(String, String, Entry)> {
        let state = self.state();
        let of = |(uuid, app): (&String, &App)| {
            let rows = app.running.iter().map(|(name, entry)| (uuid.clone(), name.clone(), entry.clone()));
            rows.collect::<Vec<_>>()
        };
        state.apps.iter().flat_map(of).collect()
    }

    /// The release that runs.
    pub(crate) fn release(&self, app: &str, commit: Option<&str>) {
        self.step(app, |app| app.release = commit.map(str::to_owned));
    }

    /// A service that is installed; it is no longer on its way.
    pub(crate) fn running(&self, app: &str, service: &str, entry: Entry) {
        self.step(app, |app| {
            if let Some(coming) = &mut app.coming {
                coming.services.remove(service);
            }
            app.running.insert(service.to_owned(), entry);
        });
    }

    /// A service whose process goes on as part of another release: it is as it was.
    pub(crate) fn adopted(&self, app: &str, service: &str, commit: &str, image: &str) {
        self.step(app, |app| {
            let (commit, image) = (commit.to_owned(), image.to_owned());
            let status = app.running.get(service).map_or(ServiceStatus::Stopped, |entry| entry.status.clone());
            app.running.insert(service.to_owned(), Entry { commit, image, status, progress: None });
        });
    }

    /// How an installed service is.
    pub(crate) fn status(&self, app: &str, service: &str, status: ServiceStatus) {
        self.step(app, |app| {
            if let Some(entry) = app.running.get_mut(service) {
                entry.status = status;
            }
        });
    }

    /// A service is gone.
    pub(crate) fn removed(&self, app: &str, service: &str) {
        self.step(app, |app| drop(app.running.remove(service)));
    }

    /// An application is gone.
    pub(crate) fn forget(&self, app: &str) {
        self.step(app, |app| *app = App::default());
        self.state().apps.remove(app);
    }

    /// A release is on its way, with all its services that are not running yet. What an earlier try for the same
    /// release has reached stays.
    pub(crate) fn coming(&self, app: &str, commit: &str, mut services: BTreeMap<String, Entry>) {
        self.step(app, |app| {
            let earlier = app.coming.take().filter(|coming| coming.commit == commit);
            let downloading = services.values().any(|entry| entry.status == ServiceStatus::Downloading);
            let mut status = if downloading { UpdateStatus::Downloading } else { UpdateStatus::Downloaded };
            if let Some(earlier) = earlier {
                if !downloading {
                    status = status.max(earlier.status);
                }
                // Images may have come or gone since: then what was said of them holds no longer.
                let here = |entry: &Entry| entry.status != ServiceStatus::Downloading;
                for (name, entry) in earlier.services {
                    if services.get(&name).is_some_and(|new| new.image == entry.image && here(new) == here(&entry)) {
                        services.insert(name, entry);
                    }
                }
            }
            app.coming = Some(Coming { commit: commit.to_owned(), status, services });
        });
    }

    /// How far the release on its way is.
    pub(crate) fn update(&self, app: &str, status: UpdateStatus) {
        self.step(app, |app| {
            if let Some(coming) = &mut app.coming {
                coming.status = status;
            }
        });
    }

    /// How far a service on its way is.
    pub(crate) fn coming_status(&self, app: &str, service: &str, status: ServiceStatus) {
        self.step(app, |app| {
            if let Some(entry) = app.coming.as_mut().and_then(|coming| coming.services.get_mut(service)) {
                entry.progress = None;
                entry.status = status;
            }
        });
    }

    /// How much of a service's image is here, in percent; a layer that is fetched again does not take it back.
    /// Not a step: the reporter looks from time to time.
    pub(crate) fn progress(&self, app: &str, service: &str, percent: u8) {
        let mut state = self.state();
        let coming = state.apps.get_mut(app).and_then(|app| app.coming.as_mut());
        if let Some(entry) = coming.and_then(|coming| coming.services.get_mut(service))
            && entry.progress.is_none_or(|before| before < percent)
        {
            entry.progress = Some(percent);
            state.progressed = true;
        }
    }

    /// Nothing is on its way any more.
    pub(crate) fn settled(&self, app: &str) {
        self.step(app, |app| app.coming = None);
    }

    /// The uuids of all applications.
    pub(crate) fn apps(&self) -> Vec<String> {
        self.state().apps.keys().cloned().collect()
    }

    /// The next step that was not taken yet.
    pub(crate) fn next_step(&self) -> Option<Apps> {
        let mut state = self.state();
        let step = state.steps.pop_front();
        state.telling |= step.is_some();
        step
    }

    /// What holds now, if downloads have progressed since it was last asked. Steps go first: after this they would
    /// lead back to what was.
    pub(crate) fn progressed(&self) -> Option<Apps> {
        let mut state = self.state();
        if !state.steps.is_empty() || !std::mem::take(&mut state.progressed) {
            return None;
        }
        state.telling = true;
        Some(report(&state))
    }

    /// What holds now; the steps up to it are skipped.
    pub(crate) fn now(&self) -> Apps {
        let mut state = self.state();
        state.steps.clear();
        state.progressed = false;
        state.telling = true;
        report(&state)
    }

    /// What holds now, for a reader that is not the reporter.
    pub(crate) fn look(&self) -> Apps {
        report(&self.state())
    }

    /// The API has what the reporter took.
    pub(crate) fn told(&self) {
        self.state().telling = false;
        self.told.notify_waiters();
    }

    /// Waits until the API has every step, but no longer than `limit`.
    pub(crate) async fn flushed(&self, limit: Duration) {
        let all = async {
            loop {
                let told = self.told.notified();
                {
                    let state = self.state();
                    if state.steps.is_empty() && !state.telling {
                        return;
                    }
                }
                told.await;
            }
        };
        drop(timeout(limit, all).await);
    }

    /// Waits for a step.
    pub(crate) async fn stepped(&self) {
        self.stepped.notified().await;
    }
}

fn report(state: &State) -> Apps {
    state.apps.iter().map(|(uuid, app)| (uuid.clone(), report_app(app))).collect()
}

fn report_app(app: &App) -> AppReport {
    let mut releases: BTreeMap<String, ReleaseReport> = BTreeMap::new();
    for (name, entry) in &app.running {
        let release = releases.entry(entry.commit.clone()).or_default();
        release.update_status = Some(UpdateStatus::Done);
        release.services.insert(name.clone(), report_service(entry));
    }
    if let Some(coming) = &app.coming {
        let release = releases.entry(coming.commit.clone()).or_default();
        release.update_status = Some(coming.status);
        for (name, entry) in &coming.services {
            // A service of this very release that is only started anew is what it is until then.
            if entry.status == ServiceStatus::Downloading || !release.services.contains_key(name) {
                release.services.insert(name.clone(), report_service(entry));
            }
        }
    }
    AppReport { release_uuid: app.release.clone(), releases }
}

fn report_service(entry: &Entry) -> ServiceReport {
    ServiceReport {
        image: entry.image.clone(),
        status: Some(entry.status.clone()),
        download_progress: Some(entry.progress.map(f64::from)),
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
