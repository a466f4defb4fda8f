//! The caller's own device, where a path names one.

use crate::auth::caller::Caller;
use crate::http::refusal::Refusal;
use crate::state::State;
use crate::visible::visible;

/// The caller's own device: the one of its key, if the path names that one. 401 otherwise.
pub(crate) async fn device(state: &State, caller: &Caller, uuid: &str) -> Result<i64, Refusal> {
    let device = caller.device().ok_or(Refusal::Unauthorized)?;
    let named = visible(state, caller.access, uuid).await?;
    named.filter(|named| *named == device).ok_or(Refusal::Unauthorized)
}
