//! The services that are installed and the processes that keep them running.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::service_status::ServiceStatus;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::installed::{Installed, InstalledApp};
use super::locks::{Held, LockError, take};
use crate::board::{Board, Entry};
use crate::data_dir::{DataDir, read_json, write_json};
use crate::error::DeviceError;
use crate::images::error::PullError;
use crate::images::store::ImageStore;
use crate::logs::journal::Journal;
use crate::services::command::{CommandError, argv, program};
use crate::services::container;
use crate::services::environment::{DeviceFacts, Place, environment};
use crate::services::processes::Processes;
use crate::services::runner::{Job, Runner};
use crate::services::spec::ServiceSpec;

/// Why a service could not be started.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error(transparent)]
    Image(#[from] PullError),
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("the service's folders cannot be made: {0}")]
    Io(#[from] io::Error),
}

type Key = (String, String);

/// Everything the engine and the supervisor API act on.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) dir: Arc<DataDir>,
    pub(crate) device: DeviceFacts,
    pub(crate) journal: Journal,
    pub(crate) board: Arc<Board>,
    pub(crate) store: Arc<ImageStore>,
    processes: Arc<Processes>,
    grace: Duration,
    installed: Mutex<Installed>,
    /// Those that have ended by themselves stay until their service is stopped or started again.
    runners: Mutex<BTreeMap<Key, Runner>>,
    /// Held by whoever starts and stops services: updates and actions take turns.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// The device goes off: nothing is begun any more.
    pub(crate) off: CancellationToken,
    /// Asks for the target to be reached again, at once; and whether update locks count.
    pub(crate) kick: Notify,
    force: Mutex<bool>,
}

impl Machine {
    pub(crate) fn new(
        dir: Arc<DataDir>,
        device: DeviceFacts,
        journal: Journal,
        board: Arc<Board>,
        store: Arc<ImageStore>,
        grace: Duration,
    ) -> Result<Self, DeviceError> {
        let installed: Installed = read_json(&dir.installed())?.unwrap_or_default();
        let processes = Arc::new(Processes::new(dir.processes()));
        Ok(Self {
            dir,
            device,
            journal,
            board,
            store,
            processes,
            grace,
            installed: Mutex::new(installed),
            runners: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            off: CancellationToken::new(),
            kick: Notify::new(),
            force: Mutex::new(false),
        })
    }

    fn runners(&self) -> MutexGuard<'_, BTreeMap<Key, Runner>> {
        self.runners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn locked_installed(&self) -> MutexGuard<'_, Installed> {
        self.installed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is installed now.
    pub(crate) fn installed(&self) -> Installed {
        self.locked_installed().clone()
    }

    /// Changes what is installed, on disk first: what the disk refuses has not happened.
    pub(crate) fn install(&self, change: impl FnOnce(&mut Installed)) -> io::Result<()> {
        let mut installed = self.locked_installed();
        let mut changed = installed.clone();
        change(&mut changed);
        if changed != *installed {
            write_json(&self.dir.installed(), &changed)?;
            *installed = changed;
        }
        Ok(())
    }

    /// Asks for an update at once; `force` lets the next try ignore update locks.
    pub(crate) fn kick(&self, force: bool) {
        if force {
            *self.force.lock().unwrap_or_else(PoisonError::into_inner) = true;
        }
        self.kick.notify_one();
    }

    /// Whether this try ignores update locks; asked once a try.
    pub(crate) fn take_force(&self) -> bool {
        std::mem::take(&mut *self.force.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a service was started and not stopped since.
    pub(crate) fn is_running(&self, app: &str, service: &str) -> bool {
        self.runners().contains_key(&(app.to_owned(), service.to_owned()))
    }

    /// Takes the update locks of all services of an application.
    pub(crate) fn lock(&self, app: &InstalledApp, force: bool) -> Result<Held, LockError> {
        let services = app.services.keys().map(|name| (name.as_str(), self.dir.locks(app.id, name)));
        take(app.id, services, force)
    }

    /// Starts a service that is installed, unless it runs.
    pub(crate) async fn start(
        &self,
        uuid: &str,
        app: &InstalledApp,
        name: &str,
        spec: &ServiceSpec,
    ) -> Result<(), StartError> {
        if self.runners().get(&(uuid.to_owned(), name.to_owned())).is_some_and(|runner| !runner.is_over()) {
            return Ok(());
        }
        let (root, image) = self.store.install(&spec.image).await?;
        let argv = argv(&spec.composition, &image)?;
        let locks = self.dir.locks(app.id, name);
        fs::create_dir_all(&locks)?;
        self.mount(app.id, spec, &root)?;
        let place =
            Place { app_id: app.id, app_uuid: uuid, app_name: &app.name, service: name, root: &root, locks: &locks };
        let environment = environment(&self.device, place, spec, &image.env);
        let (board, app_uuid, service) = (Arc::clone(&self.board), uuid.to_owned(), name.to_owned());
        let job = Job {
            label: label(name, spec),
            service_id: spec.service_id,
            program: program(argv.first().map_or("", String::as_str), &root),
            arguments: argv.into_iter().skip(1).collect(),
            environment,
            restart: spec.restart_policy(),
            grace: spec.stop_grace().unwrap_or(self.grace),
            containers: self.dir.containers(),
            id: container::id(&self.device.uuid, name, spec),
            name: container::name(name, spec),
            root,
            journal: self.journal.clone(),
            processes: Arc::clone(&self.processes),
            tell: Box::new(move |status| board.status(&app_uuid, &service, status)),
        };
        self.show(uuid, name, spec, ServiceStatus::Starting);
        self.runners().insert((uuid.to_owned(), name.to_owned()), Runner::start(job));
        Ok(())
    }

    /// Puts a service on the board as installed.
    pub(crate) fn show(&self, uuid: &str, name: &str, spec: &ServiceSpec, status: ServiceStatus) {
        let entry = Entry { commit: spec.commit.clone(), image: spec.image.clone(), status, progress: None };
        self.board.running(uuid, name, entry);
    }

    /// Makes the service's volumes and shows them below its root, where the image has nothing of that name.
    fn mount(&self, app: i64, spec: &ServiceSpec, root: &Path) -> io::Result<()> {
        for (volume, mount) in spec.volumes() {
            let volume = self.dir.volumes(app).join(volume);
            fs::create_dir_all(&volume)?;
            let mount = root.join(mount);
            if fs::symlink_metadata(&mount).is_ok_and(|found| found.is_symlink()) {
                fs::remove_file(&mount)?;
            }
            if !mount.exists() {
                symlink(volume, mount)?;
            }
        }
        Ok(())
    }

    /// Ends a service's process; it stays installed.
    pub(crate) async fn stop(&self, uuid: &str, name: &str) {
        let key = (uuid.to_owned(), name.to_owned());
        let Some(ended) = self.runners().get(&key).map(Runner::stop) else { return };
        // It stays known until it has ended: who waits here may be gone before.
        ended.await;
        self.runners().remove(&key);
        // One that had exited by itself has not said so.
        self.board.status(uuid, name, ServiceStatus::Stopped);
    }

    /// Puts everything that is installed on the board, before any of it runs: to the API, a service that is not
    /// mentioned is gone.
    pub(crate) fn show_installed(&self) {
        for (uuid, app) in &self.installed().apps {
            for (name, spec) in &app.services {
                self.show(uuid, name, spec, ServiceStatus::Stopped);
            }
            self.board.release(uuid, app.commit.as_deref());
        }
    }

    /// Starts everything that is installed: after a boot.
    pub(crate) async fn start_all(&self) {
        let _turn = self.turn.lock().await;
        for (uuid, app) in &self.installed().apps {
            for (name, spec) in &app.services {
                if let Err(error) = self.start(uuid, app, name, spec).await {
                    self.journal.system(format!("Failed to start service '{}' due to '{error}'", label(name, spec)));
                    self.show(uuid, name, spec, ServiceStatus::Dead);
                }
            }
        }
    }

    /// Ends all services at once: the device goes off.
    pub(crate) async fn stop_all(&self) {
        self.off.cancel();
        let _turn = self.turn.lock().await;
        let keys: Vec<Key> = self.runners().keys().cloned().collect();
        futures_util::future::join_all(keys.iter().map(|(uuid, name)| self.stop(uuid, name))).await;
    }
}

/// A service as system messages call it.
pub(crate) fn label(name: &str, spec: &ServiceSpec) -> String {
    format!("{name} {}", spec.image)
}
