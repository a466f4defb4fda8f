//! What the supervisor API does to services: restart, stop, start, purge (balena-api.md §9).

use std::fs;
use std::io;

use super::installed::InstalledApp;
use super::locks::{Held, LockError};
use super::machine::{Machine, StartError};

/// Why an action was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ActionError {
    #[error("App not found: an app needs to be installed for this endpoint to work")]
    NoSuchApp,
    #[error("Service not found, a container must exist for this endpoint to work")]
    NoSuchService,
    #[error("Updates are locked: {0}")]
    Locked(String),
    #[error("{0}")]
    Failed(String),
}

impl From<LockError> for ActionError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Locked { .. } => Self::Locked(error.to_string()),
            LockError::Io(error) => error.into(),
        }
    }
}

impl From<StartError> for ActionError {
    fn from(error: StartError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<io::Error> for ActionError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Which service of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Which {
    Name(String),
    Image(i64),
}

/// What to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServiceAction {
    Start,
    Stop,
    Restart,
}

impl Machine {
    fn app(&self, id: i64) -> Result<(String, InstalledApp), ActionError> {
        let mut installed = self.installed();
        let uuid = installed.uuid_of(id).ok_or(ActionError::NoSuchApp)?.to_owned();
        let app = installed.apps.remove(&uuid).ok_or(ActionError::NoSuchApp)?;
        Ok((uuid, app))
    }

    /// Starts, stops or restarts one service.
    pub(crate) async fn act(
        &self,
        app: i64,
        which: &Which,
        action: ServiceAction,
        force: bool,
    ) -> Result<(), ActionError> {
        let _turn = self.turn.lock().await;
        let (uuid, app) = self.app(app)?;
        let found = app.services.iter().find(|(name, spec)| match which {
            Which::Name(wanted) => *name == wanted,
            Which::Image(image) => spec.image_id == *image,
        });
        let (name, spec) = found.ok_or(ActionError::NoSuchService)?;
        if action != ServiceAction::Start {
            let _locks = self.lock(&app, force)?;
            self.stop(&uuid, name).await;
        }
        if action != ServiceAction::Stop {
            self.start(&uuid, &app, name, spec).await?;
        }
        Ok(())
    }

    /// Restarts all services of an application.
    pub(crate) async fn restart_app(&self, app: i64, force: bool) -> Result<(), ActionError> {
        self.between(app, force, |_| Ok(())).await
    }

    /// Empties the volumes of an application.
    pub(crate) async fn purge(&self, app: i64, force: bool) -> Result<(), ActionError> {
        self.journal.system("Purging data");
        self.between(app, force, |machine| {
            let volumes = machine.dir.volumes(app);
            if volumes.exists() { fs::remove_dir_all(volumes) } else { Ok(()) }
        })
        .await?;
        self.journal.system("Purged data");
        Ok(())
    }

    /// Ends all services of an application, does something, and starts them.
    async fn between(
        &self,
        app: i64,
        force: bool,
        act: impl FnOnce(&Self) -> io::Result<()>,
    ) -> Result<(), ActionError> {
        let _turn = self.turn.lock().await;
        let (uuid, app) = self.app(app)?;
        {
            let _locks = self.lock(&app, force)?;
            futures_util::future::join_all(app.services.keys().map(|name| self.stop(&uuid, name))).await;
            act(self)?;
        }
        for (name, spec) in &app.services {
            self.start(&uuid, &app, name, spec).await?;
        }
        Ok(())
    }

    /// The locks of every application, as a reboot needs them.
    pub(crate) fn lock_all(&self, force: bool) -> Result<Vec<Held>, ActionError> {
        self.installed().apps.values().map(|app| self.lock(app, force).map_err(ActionError::from)).collect()
    }
}
