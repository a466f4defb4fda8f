//! Writes down whether a device is connected, in the order it happened.

use std::sync::Arc;

use store::clock::now_ms;
use store::connectivity::{link_down, link_up};

use crate::state::Shared;

/// Brings `is_connected_to_vpn` in line with the table of links.
///
/// The database has one writer that keeps the order of its jobs, and the table is read within the job: however
/// many links of a device come and go at once, the last word written is true.
pub(crate) async fn record(state: &Shared, device: i64) {
    let shared = Arc::clone(state);
    let written = state
        .write_rows(move |connection| {
            if shared.links.is_connected(device) {
                link_up(connection, device, now_ms())
            } else {
                link_down(connection, device, now_ms())
            }
        })
        .await;
    if let Err(error) = written {
        tracing::error!(device, %error, "a device's link could not be written down");
    }
}
