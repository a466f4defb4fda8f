//! What was: a device's history and the samples of its metrics, for who sees the device.

mod history;
mod metrics;
mod seen;

use crate::route_table::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().get(wire::device_history::PATH, history::answer).get(wire::device_metrics::PATH, metrics::answer)
}
