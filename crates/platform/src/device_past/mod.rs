//! What was: a device's history and the samples of its metrics, for who sees the device.

mod history;
mod metrics;

use store::devices;

use crate::auth::caller::Caller;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::State;

pub(crate) fn routes() -> Routes {
    Routes::new().get(wire::device_history::PATH, history::answer).get(wire::device_metrics::PATH, metrics::answer)
}

/// The device, when the caller sees it: a provisioning key sees none.
async fn seen(state: &State, caller: Option<Caller>, uuid: String) -> Result<i64, Refusal> {
    let access = caller.ok_or(Refusal::Unauthorized)?.access;
    let found = state.store.read(move |connection| devices::by_uuid(connection, access, &uuid)).await?;
    found.map(|device| device.id).ok_or_else(|| Refusal::not_found("There is no such device."))
}
