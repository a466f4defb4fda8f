//! How often what changes all the time is written: a device's metrics and an image's download progress (balena-api.md §7).
//!
//! The balena API drops what comes in between; here it is held, and written when the interval is over and no report has
//! brought anything newer, so that the last word is never lost. Held in memory only: after a restart the next report is
//! written at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::types::Value;

use super::report_body::{Column, ServiceState};

/// What waits is written this long after the last write, or after the interval if that is longer, in milliseconds. A device
/// that reports at its usual pace overtakes it.
const LATE: i64 = 10_000;

/// An install of which nothing was heard for so long is forgotten, in milliseconds; at least the interval.
const FORGOTTEN_AFTER: i64 = 5 * 60 * 1_000;

/// When what was written last, and what waits.
#[derive(Debug)]
pub struct Pace {
    metrics_ms: i64,
    progress_ms: i64,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    devices: HashMap<i64, Metrics>,
    installs: HashMap<i64, Download>,
}

#[derive(Debug, Default)]
struct Metrics {
    written_at: i64,
    held: BTreeMap<&'static str, Value>,
}

#[derive(Debug)]
struct Download {
    release: i64,
    said: ServiceState,
    written_at: i64,
    held: Option<i64>,
}

/// What has waited long enough.
#[derive(Debug, Default)]
pub struct Due {
    pub(super) metrics: Vec<(i64, Vec<Column>)>,
    pub(super) progress: Vec<(i64, i64)>,
}

impl Due {
    /// Whether nothing has.
    pub fn is_empty(&self) -> bool {
        self.metrics.is_empty() && self.progress.is_empty()
    }
}

impl Pace {
    /// At most one write of metrics per device, and of progress per install, in such an interval.
    pub fn new(metrics: Duration, progress: Duration) -> Self {
        let ms = |interval: Duration| i64::try_from(interval.as_millis()).unwrap_or(i64::MAX);
        Self { metrics_ms: ms(metrics), progress_ms: ms(progress), known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The metrics to write now, with those held before; none if they have to wait.
    pub(super) fn metrics(&self, device: i64, reported: &[Column], now: i64) -> Option<Vec<Column>> {
        if reported.is_empty() {
            return None;
        }
        let mut known = self.known();
        let metrics =
            known.devices.entry(device).or_insert_with(|| Metrics { written_at: i64::MIN, ..Metrics::default() });
        if !is_over(metrics.written_at, self.metrics_ms, now) {
            metrics.held.extend(reported.iter().map(rounded));
            return None;
        }
        metrics.written_at = now;
        let mut all = std::mem::take(&mut metrics.held);
        all.extend(reported.iter().cloned());
        Some(all.into_iter().collect())
    }

    /// These went along with another write of the device.
    pub(super) fn went_along(&self, device: i64, reported: &[Column]) {
        if let Some(metrics) = self.known().devices.get_mut(&device) {
            metrics.held.retain(|held, _| reported.iter().all(|(name, _)| name != held));
        }
    }

    /// Whether the report about an install is to be written now. Only a progress that is neither the first, the last, nor
    /// 100 waits, and only while nothing else changes.
    pub(super) fn install(&self, install: i64, release: i64, said: &ServiceState, now: i64) -> bool {
        let mut known = self.known();
        if let Some(last) = known.installs.get_mut(&install) {
            let (was, is) = (last.said.progress.flatten(), said.progress.flatten());
            let is_milestone = was.is_none() != is.is_none() || is == Some(100);
            let has_waited = is_over(last.written_at, self.progress_ms, now);
            let is_same = last.release == release && last.said.status == said.status;
            if is_same && !is_milestone && (was == is || !has_waited) {
                last.held = is.filter(|_| was != is);
                return false;
            }
        }
        let progress = said.progress.or_else(|| known.installs.get(&install).and_then(|last| last.said.progress));
        let said = ServiceState { status: said.status.clone(), progress };
        known.installs.insert(install, Download { release, said, written_at: now, held: None });
        true
    }

    /// The install is no longer on the device: whatever is said of it next is news.
    pub(super) fn forget(&self, install: i64) {
        self.known().installs.remove(&install);
    }

    /// What has waited its interval, to be written now.
    pub fn due(&self, now: i64) -> Due {
        let mut due = Due::default();
        let mut known = self.known();
        for (device, metrics) in &mut known.devices {
            if !metrics.held.is_empty() && is_over(metrics.written_at, self.metrics_ms.max(LATE), now) {
                metrics.written_at = now;
                due.metrics.push((*device, std::mem::take(&mut metrics.held).into_iter().collect()));
            }
        }
        let (metrics_ms, progress_ms) = (self.metrics_ms, self.progress_ms);
        known
            .devices
            .retain(|_, metrics| metrics.written_at.saturating_add(metrics_ms) >= now || !metrics.held.is_empty());
        for (install, download) in &mut known.installs {
            if is_over(download.written_at, progress_ms.max(LATE), now)
                && let Some(progress) = download.held.take()
            {
                download.written_at = now;
                download.said.progress = Some(Some(progress));
                due.progress.push((*install, progress));
            }
        }
        let kept = FORGOTTEN_AFTER.max(progress_ms);
        known.installs.retain(|_, download| download.written_at.saturating_add(kept) >= now);
        due
    }
}

/// What waits is written later, when nobody can be told any more that it was not whole.
#[expect(clippy::cast_possible_truncation, reason = "a metric is bounded to 32 bits where it is read")]
pub(super) fn rounded((name, value): &Column) -> Column {
    match value {
        Value::Real(number) => (*name, Value::Integer(number.round() as i64)),
        other => (*name, other.clone()),
    }
}

/// Whether the interval since the last write is over; none is over at once.
const fn is_over(written_at: i64, interval: i64, now: i64) -> bool {
    interval == 0 || written_at.saturating_add(interval) < now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        Pace::new(Duration::from_mins(1), Duration::from_secs(30))
    }

    fn cpu(usage: i64) -> Vec<Column> {
        vec![("cpu_usage", Value::Integer(usage))]
    }

    #[test]
    fn metrics_wait_and_the_last_are_not_lost() {
        let pace = pace();
        assert_eq!(pace.metrics(1, &cpu(1), 0), Some(cpu(1)));
        assert_eq!(pace.metrics(1, &cpu(2), 10), None);
        assert_eq!(pace.metrics(1, &[("cpu_temp", Value::Null)], 20), None);
        assert_eq!(pace.metrics(1, &cpu(3), 60_000), None);
        assert_eq!(pace.metrics(2, &cpu(9), 60_000), Some(cpu(9)), "another device has a pace of its own");
        assert!(pace.due(60_000).is_empty());
        let due = pace.due(60_001);
        assert_eq!(due.metrics, [(1, vec![("cpu_temp", Value::Null), ("cpu_usage", Value::Integer(3))])]);
        assert!(pace.due(60_002).is_empty());
        assert_eq!(pace.metrics(1, &cpu(4), 60_002), None);
        pace.went_along(1, &cpu(4));
        assert!(pace.due(1_000_000).is_empty());
    }

    #[test]
    fn of_a_download_only_the_middle_waits() {
        let pace = pace();
        let said = |status: &str, progress| ServiceState { status: Some(status.to_owned()), progress };
        let down = |progress| said("Downloading", Some(Some(progress)));
        assert!(pace.install(1, 5, &down(10), 0), "the first");
        assert!(!pace.install(1, 5, &down(20), 1_000));
        assert!(!pace.install(1, 5, &down(30), 30_000));
        assert!(pace.due(30_000).is_empty());
        assert_eq!(pace.due(30_001).progress, [(1, 30)]);
        assert!(!pace.install(1, 5, &down(40), 31_000));
        assert!(pace.install(1, 6, &down(40), 31_001), "another release");
        assert!(pace.install(1, 6, &down(100), 31_002), "all of it");
        assert!(pace.install(1, 6, &said("Downloading", Some(None)), 31_003), "the end");
        assert!(pace.install(1, 6, &said("Downloaded", None), 31_004), "another status");
        assert!(!pace.install(1, 6, &said("Downloaded", None), 31_005), "nothing new");
        pace.forget(1);
        assert!(pace.install(1, 6, &said("Downloaded", None), 31_006), "back again");
        assert!(pace.install(1, 6, &down(1), 31_007), "a beginning");
        assert!(pace.install(1, 6, &down(2), 61_008), "after the interval");
    }
}
