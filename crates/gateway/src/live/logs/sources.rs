//! The devices whose logs are read now, each once, and what each may hold.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::device_uuid::DeviceUuid;
use tokio::sync::Semaphore;
use wire::live::LogDevice;

use crate::live::logs::source::Source;
use crate::live::logs::watch::Watch;
use crate::log_limits::LogLimits;
use crate::token::ApiToken;
use crate::upstream::Upstream;

/// The least and the most that one device's ring may hold, in bytes.
const LEAST: usize = 128 * 1_024;
const MOST: usize = 16 * 1_024 * 1_024;
/// A line with its surroundings, for how long a past a ring is sure to hold.
const LINE_BYTES: usize = 512;
/// Streams that may be on their way at once.
const OPENING: usize = 32;

/// Sources by device.
pub(crate) struct Sources {
    pub(crate) upstream: Arc<dyn Upstream>,
    pub(crate) limits: LogLimits,
    /// Held while a stream is being opened.
    pub(crate) opening: Semaphore,
    by_device: Mutex<HashMap<DeviceUuid, Arc<Source>>>,
    share: AtomicUsize,
}

impl std::fmt::Debug for Sources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sources").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// A reader's way to a source: gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Attachment {
    pub(crate) source: Arc<Source>,
    key: u64,
    /// Whether the source was made for this reader, so that its stream begins where this reader does.
    pub(crate) is_first: bool,
    /// Whether the API said not long ago that this reader may.
    pub(crate) is_granted: bool,
}

impl Attachment {
    /// The API says that this reader may.
    pub(crate) fn grant(&self) {
        self.source.grant(self.key);
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.source.leave(self.key);
    }
}

impl Sources {
    /// None yet.
    pub(crate) fn new(upstream: Arc<dyn Upstream>, limits: LogLimits) -> Self {
        let share = AtomicUsize::new(share(limits.ring_bytes, 1));
        Self { upstream, limits, opening: Semaphore::new(OPENING), by_device: Mutex::default(), share }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DeviceUuid, Arc<Source>>> {
        self.by_device.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a ring may hold now, in bytes.
    pub(crate) fn share(&self) -> usize {
        self.share.load(Ordering::Relaxed)
    }

    /// How many lines of its past a ring is sure to hold.
    pub(crate) fn past(&self) -> u32 {
        u32::try_from(self.share() / LINE_BYTES).unwrap_or(u32::MAX)
    }

    /// A way to the device's source. When it `is_first`, the source is new and somebody has to feed it.
    pub(crate) fn attach(&self, device: &LogDevice, count: u32, token: &ApiToken, watch: Arc<Watch>) -> Attachment {
        let mut sources = self.lock();
        let (source, is_first) = match sources.get(&device.uuid) {
            Some(source) => (Arc::clone(source), false),
            None => (Arc::new(Source::new(device, count)), true),
        };
        let (key, is_granted) = source.join(token, watch, self.limits.recheck);
        if is_first {
            sources.insert(device.uuid.clone(), Arc::clone(&source));
            self.share_out(&sources);
        }
        Attachment { source, key, is_first, is_granted }
    }

    /// Lets a source go that nobody reads; whether nobody did.
    pub(crate) fn end(&self, source: &Arc<Source>) -> bool {
        let mut sources = self.lock();
        if !source.is_idle() {
            return false;
        }
        if sources.get(&source.device).is_some_and(|held| Arc::ptr_eq(held, source)) {
            sources.remove(&source.device);
            self.share_out(&sources);
        }
        true
    }

    /// A session has ended: its token is used no more.
    pub(crate) fn forget(&self, token: &ApiToken) {
        for source in self.lock().values() {
            source.forget(token);
        }
    }

    fn share_out(&self, sources: &HashMap<DeviceUuid, Arc<Source>>) {
        let new = share(self.limits.ring_bytes, sources.len());
        if self.share.swap(new, Ordering::Relaxed) > new {
            for source in sources.values() {
                source.ring().trim(new);
            }
        }
    }
}

/// In steps of two, so that it changes seldom.
fn share(bytes: usize, rings: usize) -> usize {
    (bytes / rings.max(1).next_power_of_two()).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_within_what_is_sensible_for_one_ring_and_for_all() {
        const MIB: usize = 1_024 * 1_024;
        assert_eq!(share(256 * MIB, 1), MOST);
        assert_eq!(share(256 * MIB, 17), 8 * MIB);
        assert_eq!(share(256 * MIB, 2_000), LEAST);
        assert_eq!(share(256 * MIB, 100_000), LEAST);
        assert!((1..2_048).all(|rings| share(256 * MIB, rings) * rings <= 256 * MIB));
    }
}
