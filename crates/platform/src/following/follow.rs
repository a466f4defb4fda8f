//! A person begins to follow what changes.

use futures_util::FutureExt as _;
use store::{StoreError, organizations};
use wire::live::Cursor;

use crate::auth::caller::Caller;
use crate::auth::standing::{Right, Standing};
use crate::bus::changes::Changes;
use crate::bus::sight::Sight;
use crate::state::Shared;

/// From `since` on, for as long as the caller's credential stands.
pub(crate) async fn follow(state: &Shared, caller: &Caller, user: i64, since: &Cursor) -> Result<Changes, StoreError> {
    // Listened to before it is asked: what changes meanwhile is heard of.
    let told = state.store.revocations();
    let ended = Standing::new(state, caller, Right::Hold).ended().boxed();
    let fleets = state.store.read(move |connection| organizations::fleets_of_user(connection, user)).await?;
    let sight = Sight::new(state.store.clone(), user, fleets, told);
    Ok(Changes::new(state.bus.clone(), sight, since, state.shutdown.clone(), ended))
}
