//! Writes down whether a device is connected, in the order it happened.

use std::sync::Arc;

use store::presence;

use crate::state::Shared;

/// Brings `is_connected_to_vpn` in line with the table of links.
///
/// The database has one writer that keeps the order of its jobs, and the table is read within the job: however
/// many links of a device come and go at once, the last word written is true.
pub(crate) async fn record(state: &Shared, device: i64) {
    let shared = Arc::clone(state);
    let written = state
        .write(move |connection| presence::set_connected(connection, device, shared.links.is_connected(device)))
        .await;
    if let Err(error) = written {
        tracing::error!(device, %error, "a device's link could not be written down");
    }
}
