//! Counts the devices of all fleets by state, now and then, and keeps what changed since the last time.
//!
//! Counting is one read and holds no writer up; what is written is a moment, and a row for each fleet whose
//! counts are not what they were.

use std::collections::HashMap;
use std::time::Duration;

use store::clock::now_ms;
use store::fleet_samples::{self, Count, Series};
use store::{Store, StoreError};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// A slot of the slower series.
const HALF_HOUR_MS: i64 = 30 * 60_000;
/// Between two sweeps of what is too old.
const SWEEP_MS: i64 = 3_600_000;
/// Between two writes of a sweep, so that other writes go first.
const STEP: Duration = Duration::from_millis(50);

/// The last counts that were kept, and when anybody counted.
#[derive(Debug, Default)]
struct Last {
    counts: HashMap<i64, Count>,
    at: Option<i64>,
}

/// Counts every `every` until the platform shuts down.
pub(crate) async fn run(store: Store, every: Duration, shutdown: CancellationToken) {
    let _ = shutdown.run_until_cancelled(sampling(store, every)).await;
}

async fn sampling(store: Store, every: Duration) {
    let mut ticks = interval(every.max(Duration::from_millis(10)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut minutes, mut half_hours) = match before(&store).await {
        Ok(last) => last,
        Err(error) => {
            tracing::warn!(%error, "former counts of the fleets' states could not be read");
            (Last::default(), Last::default())
        }
    };
    let mut swept = 0;
    loop {
        ticks.tick().await;
        let now = now_ms();
        if let Err(error) = sample(&store, now, &mut minutes, &mut half_hours).await {
            tracing::warn!(%error, "the fleets' states could not be counted");
        }
        if now - swept >= SWEEP_MS {
            swept = now;
            sweep(&store, now).await;
        }
    }
}

async fn before(store: &Store) -> Result<(Last, Last), StoreError> {
    let last = |(counts, at)| Last { counts, at };
    store
        .read(move |connection| {
            let minutes = fleet_samples::latest(connection, Series::Minutes)?;
            Ok((last(minutes), last(fleet_samples::latest(connection, Series::HalfHours)?)))
        })
        .await
}

async fn sample(store: &Store, now: i64, minutes: &mut Last, half_hours: &mut Last) -> Result<(), StoreError> {
    let counts = store.read(fleet_samples::count).await?;
    let is_new_slot = half_hours.at.is_none_or(|at| at / HALF_HOUR_MS != now / HALF_HOUR_MS);
    if is_new_slot {
        keep(store, Series::HalfHours, now, counts.clone(), half_hours).await?;
    }
    keep(store, Series::Minutes, now, counts, minutes).await
}

async fn keep(
    store: &Store,
    series: Series,
    now: i64,
    counts: HashMap<i64, Count>,
    last: &mut Last,
) -> Result<(), StoreError> {
    let differs = |(fleet, count): &(&i64, &Count)| last.counts.get(*fleet) != Some(*count);
    let changed: Vec<(i64, Count)> =
        counts.iter().filter(differs).map(|(fleet, count)| (*fleet, count.clone())).collect();
    store.write(move |connection| fleet_samples::record(connection, series, now, &changed)).await?;
    *last = Last { counts, at: Some(now) };
    Ok(())
}

async fn sweep(store: &Store, now: i64) {
    for series in [Series::Minutes, Series::HalfHours] {
        loop {
            match store.write(move |connection| fleet_samples::expire(connection, series, now)).await {
                Ok(true) => tokio::time::sleep(STEP).await,
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "counts of the fleets' states that are too old could not be dropped");
                    return;
                }
            }
        }
    }
}
