//! Writes what reports left waiting once its interval is over (`store::report_pace`).

use std::time::Duration;

use store::clock::now_ms;
use store::state_report;
use tokio::time::MissedTickBehavior;

use crate::state::Shared;

/// How often it looks; an interval may be over for so long.
const LOOK: Duration = Duration::from_secs(1);

/// Runs until the platform shuts down; what waits then is lost with the process, as the next report says it again.
pub(crate) async fn run(state: Shared) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = state.shutdown.cancelled() => return,
        }
        let due = state.pace.due(now_ms());
        if due.is_empty() {
            continue;
        }
        if let Err(error) = state.write(move |connection| state_report::write_due(connection, &due)).await {
            tracing::error!(%error, "reported metrics could not be written down");
        }
    }
}
