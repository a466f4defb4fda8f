//! Which changes a person may hear of: those of the fleets they see.

use std::collections::HashMap;

use store::organizations::role_for_application;
use store::{Store, StoreError};
use wire::change::Change;

/// Rows that belong to people, not to fleets: nobody hears of another's.
const PERSONAL: [&str; 3] = ["api_key", "user", "user__has__public_key"];
const MEMBERSHIP: &str = "organization_membership";

/// What one person sees, as far as it has been asked.
#[derive(Debug)]
pub(crate) struct Sight {
    store: Store,
    user: i64,
    /// Fleets by whether the person sees them. One that was seen stays so when it is removed: its removal is heard of.
    fleets: HashMap<i64, bool>,
}

impl Sight {
    /// `seen` are the fleets the person sees now.
    pub(crate) fn new(store: Store, user: i64, seen: impl IntoIterator<Item = i64>) -> Self {
        Self { store, user, fleets: seen.into_iter().map(|fleet| (fleet, true)).collect() }
    }

    /// The changes the person may hear of.
    pub(crate) async fn of(&mut self, changes: Vec<Change>) -> Result<Vec<Change>, StoreError> {
        if changes.iter().any(|change| change.resource == MEMBERSHIP) {
            self.fleets.clear();
        }
        let mut seen = Vec::with_capacity(changes.len());
        for change in changes {
            let is_seen = match change.application {
                Some(fleet) => self.sees(fleet).await?,
                None => !PERSONAL.contains(&change.resource.as_str()),
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
