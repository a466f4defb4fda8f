//! Which changes a person may hear of: those of the fleets they see.

use std::collections::HashMap;
use std::sync::Arc;

use store::organizations::role_for_application;
use store::{Revoked, Store, StoreError};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use wire::change::Change;

/// Rows of no fleet that everybody may hear of.
const OF_ALL: [&str; 6] =
    ["application_type", "cpu_architecture", "device_family", "device_type", "device_type_alias", "service_instance"];

/// What one person sees, as far as it has been asked.
#[derive(Debug)]
pub(crate) struct Sight {
    store: Store,
    user: i64,
    /// Fleets by whether the person sees them. One that was seen stays so when it is removed: its removal is heard of.
    fleets: HashMap<i64, bool>,
    told: broadcast::Receiver<Arc<Revoked>>,
}

impl Sight {
    /// `seen` are the fleets the person sees now; `told` was listened to before they were asked for.
    pub(crate) fn new(
        store: Store,
        user: i64,
        seen: impl IntoIterator<Item = i64>,
        told: broadcast::Receiver<Arc<Revoked>>,
    ) -> Self {
        Self { store, user, fleets: seen.into_iter().map(|fleet| (fleet, true)).collect(), told }
    }

    /// Whether what the person sees may be other than before: they came into an organization, left one, have another
    /// role. What was known of it is forgotten.
    pub(crate) fn has_moved(&mut self) -> bool {
        let mut moved = false;
        loop {
            moved |= match self.told.try_recv() {
                Ok(revoked) => revoked.users.contains(&self.user),
                Err(TryRecvError::Lagged(_)) => true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            };
        }
        if moved {
            self.fleets.clear();
        }
        moved
    }

    /// Waits until it has. Safe to cancel.
    pub(crate) async fn moved(&mut self) {
        loop {
            let moved = match self.told.recv().await {
                Ok(revoked) => revoked.users.contains(&self.user),
                Err(RecvError::Lagged(_)) => true,
                Err(RecvError::Closed) => std::future::pending().await,
            };
            if moved {
                self.fleets.clear();
                return;
            }
        }
    }

    /// The changes the person may hear of.
    pub(crate) async fn of(&mut self, changes: Vec<Change>) -> Result<Vec<Change>, StoreError> {
        let mut seen = Vec::with_capacity(changes.len());
        for change in changes {
            let is_seen = match change.application {
                Some(fleet) => self.sees(fleet).await?,
                None => OF_ALL.contains(&change.resource.as_str()),
            };
            if is_seen {
                seen.push(change);
            }
        }
        Ok(seen)
    }

    async fn sees(&mut self, fleet: i64) -> Result<bool, StoreError> {
        if let Some(known) = self.fleets.get(&fleet) {
            return Ok(*known);
        }
        let user = self.user;
        let role = self.store.read(move |connection| role_for_application(connection, user, fleet)).await?;
        self.fleets.insert(fleet, role.is_some());
        Ok(role.is_some())
    }
}
