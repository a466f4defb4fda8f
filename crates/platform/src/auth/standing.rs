//! What something long-lived stands on: looked at again whenever it may have ended, so that nothing outlives its right.
//!
//! One mechanism for every stream, tunnel, link and socket: the store tells after each commit whose credentials may
//! have ended, the clock tells of those that run out, and every so often all are looked at anew.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use store::access::Access;
use store::clock::now_ms;
use store::organizations::{Role, role_for_application};
use store::{Revoked, StoreError, api_keys, devices, users};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::auth::caller::{Caller, Proof};
use crate::state::{Shared, State};

/// How often everything is looked at anew, whatever was told.
const ANEW: Duration = Duration::from_mins(1);
/// After the database failed to answer.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// What the credential must go on to allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// To be who it was.
    Hold,
    /// To see the device.
    See { device: i64 },
    /// To do more than look at the device.
    Command { device: i64 },
}

/// A credential and a right, and who tells when it may have ended.
#[derive(Debug)]
pub(crate) struct Standing {
    state: Shared,
    caller: Caller,
    right: Right,
    told: broadcast::Receiver<Arc<Revoked>>,
}

impl Standing {
    /// From now on. What ended between the request's own check and now is noticed at once.
    pub(crate) fn new(state: &Shared, caller: &Caller, right: Right) -> Self {
        Self { state: Arc::clone(state), caller: caller.clone(), right, told: state.store.revocations() }
    }

    /// Waits until the right has ended.
    pub(crate) async fn ended(mut self) {
        loop {
            let wait = match stands(&self.state, &self.caller, self.right).await {
                Ok(true) => self.until_expiry().min(ANEW),
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(%error, "whether a credential still stands could not be asked");
                    TRY_AGAIN
                }
            };
            let wait = tokio::time::sleep(wait);
            tokio::pin!(wait);
            loop {
                tokio::select! {
                    () = &mut wait => break,
                    told = self.told.recv() => match told {
                        Ok(revoked) if !self.concerns(&revoked) => {}
                        Ok(_) | Err(RecvError::Lagged(_)) => break,
                        // The store is closing: the shutdown ends what stands on it.
                        Err(RecvError::Closed) => std::future::pending().await,
                    },
                }
            }
        }
    }

    fn concerns(&self, revoked: &Revoked) -> bool {
        let by_right = match self.right {
            Right::Hold => false,
            Right::See { device } | Right::Command { device } => revoked.devices.contains(&device),
        };
        let by_key = matches!(self.caller.proof, Proof::Key { id, .. } if revoked.keys.contains(&id));
        let by_user = self.caller.user().is_some_and(|user| revoked.users.contains(&user));
        by_right || by_key || by_user
    }

    fn until_expiry(&self) -> Duration {
        let at = match &self.caller.proof {
            Proof::Token(claims) => Some(claims.exp.saturating_mul(1_000)),
            Proof::Key { expiry_date, .. } => *expiry_date,
            Proof::Service => None,
        };
        let left = at.map_or(i64::MAX, |at| at.saturating_sub(now_ms()).max(0));
        Duration::from_millis(left.unsigned_abs()).saturating_add(Duration::from_millis(5))
    }
}

async fn stands(state: &State, caller: &Caller, right: Right) -> Result<bool, StoreError> {
    let caller = caller.clone();
    state
        .store
        .read(move |connection| Ok(is_good(connection, &caller)? && allows(connection, caller.access, right)?))
        .await
}

fn is_good(connection: &Connection, caller: &Caller) -> Result<bool, StoreError> {
    match &caller.proof {
        Proof::Token(claims) => {
            let user = users::by_id(connection, claims.id)?;
            let is_same = user.is_some_and(|user| user.jwt_secret == claims.jwt_secret && !user.is_disabled);
            Ok(is_same && claims.exp > now_ms() / 1_000)
        }
        Proof::Key { id, .. } => api_keys::is_good(connection, *id),
        Proof::Service => Ok(true),
    }
}

fn allows(connection: &Connection, access: Access, right: Right) -> Result<bool, StoreError> {
    match right {
        Right::Hold => Ok(true),
        Right::See { device } => Ok(devices::by_id(connection, access, device)?.is_some()),
        Right::Command { device } => {
            let Some(device) = devices::by_id(connection, access, device)? else { return Ok(false) };
            match access {
                Access::User { user, .. } => {
                    let role = role_for_application(connection, user, device.application)?;
                    Ok(role == Some(Role::Developer))
                }
                Access::System | Access::Device { .. } => Ok(true),
                Access::Provisioning { .. } | Access::VpnService | Access::Guest => Ok(false),
            }
        }
    }
}
