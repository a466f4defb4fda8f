//! The device a path names, as far as the caller may name it.

use model::device_uuid::DeviceUuid;
use serde::Deserialize;
use store::access::Access;
use store::error::StoreError;

use crate::auth::caller::Caller;
use crate::http::refusal::Refusal;
use crate::state::State;

#[derive(Deserialize)]
struct Row {
    id: i64,
}

/// The id of a device that `access` sees.
pub(crate) async fn visible(state: &State, access: Access, uuid: &str) -> Result<Option<i64>, StoreError> {
    let Ok(uuid) = uuid.parse::<DeviceUuid>() else { return Ok(None) };
    let Ok(request) = odata::Request::parse(&format!("device(uuid='{uuid}')?$select=id")) else { return Ok(None) };
    let answer = state.store.odata(access, request).await?;
    let rows: Vec<Row> = serde_json::from_value(answer).unwrap_or_default();
    Ok(rows.first().map(|row| row.id))
}

/// The caller's own device: the one of its key, if the path names that one. 401 otherwise.
pub(crate) async fn own(state: &State, caller: &Caller, uuid: &str) -> Result<i64, Refusal> {
    let device = caller.device().ok_or(Refusal::Unauthorized)?;
    let named = visible(state, caller.access, uuid).await?;
    named.filter(|named| *named == device).ok_or(Refusal::Unauthorized)
}
