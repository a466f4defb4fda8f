//! Lines older than thirty days go, now and then, a few at a time.

use std::time::Duration;

use store::Store;
use store::clock::now_ms;
use store::logs::expire::{Sweep, expire};
use tokio_util::sync::CancellationToken;

/// How long lines are kept (balena-api.md §8).
pub(crate) const RETENTION_MS: i64 = 30 * 86_400_000;
/// Between two sweeps.
const EVERY: Duration = Duration::from_hours(1);
/// Between two writes of a sweep, so that other writes go first.
const STEP: Duration = Duration::from_millis(50);

/// Sweeps until the platform shuts down.
pub(crate) async fn run(store: Store, shutdown: CancellationToken) {
    let sweeping = async {
        loop {
            tokio::time::sleep(EVERY).await;
            sweep(&store).await;
        }
    };
    let _ = shutdown.run_until_cancelled(sweeping).await;
}

async fn sweep(store: &Store) {
    let before = now_ms() - RETENTION_MS;
    let mut at = Some(Sweep::default());
    while let Some(sweep) = at {
        at = match store.write(move |connection| expire(connection, sweep, before)).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "log lines that are too old could not be dropped");
                return;
            }
        };
        tokio::time::sleep(STEP).await;
    }
}
