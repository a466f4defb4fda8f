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
pub(crate) const TRY_AGAIN: Duration = Duration::from_secs(1);

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
                Ok(Some(end)) => until(end).min(ANEW),
                Ok(None) => return,
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
        let by_key = matches!(self.caller.proof, Proof::Key { id } if revoked.keys.contains(&id));
        let by_user = self.caller.user().is_some_and(|user| revoked.users.contains(&user));
        by_right || by_key || by_user
    }
}

/// Until when it stands for now, in milliseconds since 1970; none if it does not.
async fn stands(state: &State, caller: &Caller, right: Right) -> Result<Option<i64>, StoreError> {
    let caller = caller.clone();
    state
        .store
        .read(move |connection| match good_until(connection, &caller.proof)? {
            Some(until) if allows(connection, caller.access, right)? => Ok(Some(until)),
            _ => Ok(None),
        })
        .await
}

/// As it is now: a key may have been given another end.
fn good_until(connection: &Connection, proof: &Proof) -> Result<Option<i64>, StoreError> {
    match proof {
        Proof::Token(claims) => {
            let user = users::by_id(connection, claims.id)?;
            let is_same = user.is_some_and(|user| user.jwt_secret == claims.jwt_secret && !user.is_disabled);
            let end = claims.exp.saturating_mul(1_000);
            Ok((is_same && end > now_ms()).then_some(end))
        }
        Proof::Key { id } => {
            let owner = api_keys::owner_by_id(connection, *id)?;
            Ok(owner.map(|owner| owner.expiry_date.unwrap_or(i64::MAX)))
        }
        Proof::Service => Ok(Some(i64::MAX)),
    }
}

/// How long that is from now, and a little more, so that it is over then.
fn until(end: i64) -> Duration {
    Duration::from_millis(end.saturating_sub(now_ms()).max(0).unsigned_abs()).saturating_add(Duration::from_millis(5))
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
