//! One device's log as all its readers share it: the ring, who reads, and with whose token the API is asked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::device_uuid::DeviceUuid;
use tokio::sync::Notify;
use tokio::time::{Duration, Instant};
use wire::live::{LogDevice, LogState};
use wire::log_position::LogCursor;

use crate::live::logs::ring::{Ring, What};
use crate::live::logs::watch::Watch;
use crate::token::ApiToken;

/// How many rights of readers who have left are remembered.
const REMEMBERED: usize = 16;

/// A reader, as the source knows it.
#[derive(Debug)]
struct Reader {
    key: u64,
    token: ApiToken,
    watch: Arc<Watch>,
    /// When the API last said that it may read.
    granted: Option<Instant>,
}

#[derive(Debug, Default)]
struct Readers {
    last_key: u64,
    list: Vec<Reader>,
    /// Rights of who has left: a page that comes back soon need not be asked about again.
    left: Vec<(ApiToken, Instant)>,
    /// Whether the last to leave has signed out.
    is_forgotten: bool,
}

/// A reader with whose token the API is asked.
#[derive(Debug, Clone)]
pub(crate) struct Carrier {
    key: u64,
    pub(crate) token: ApiToken,
}

/// What has become of a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It reads, or another page of the same session does.
    Reads,
    /// It has gone; others are there.
    Gone,
    /// Nobody reads.
    Nobody,
}

/// A device's log.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) device: DeviceUuid,
    /// What the first reader wanted.
    pub(crate) count: u32,
    pub(crate) after: Option<LogCursor>,
    ring: Mutex<Ring>,
    readers: Mutex<Readers>,
    /// Readers have come or gone.
    pub(crate) changed: Notify,
}

impl Source {
    /// For the reader who asks first.
    pub(crate) fn new(device: &LogDevice, count: u32) -> Self {
        Self {
            device: device.uuid.clone(),
            count,
            after: device.after,
            ring: Mutex::default(),
            readers: Mutex::default(),
            changed: Notify::new(),
        }
    }

    pub(crate) fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> MutexGuard<'_, Readers> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds to the ring and wakes who reads it.
    pub(crate) fn append(&self, what: Vec<What>, bytes: usize) {
        if !what.is_empty() {
            self.ring().append(what, bytes);
            self.wake();
        }
    }

    /// Says how the stream stands.
    pub(crate) fn set_state(&self, state: LogState) {
        if self.ring().set_state(state) {
            self.wake();
        }
    }

    fn wake(&self) {
        for reader in &self.readers().list {
            reader.watch.wake();
        }
    }

    /// Somebody reads; its key, and whether the API said within `fresh` that this session may.
    pub(crate) fn join(&self, token: &ApiToken, watch: Arc<Watch>, fresh: Duration) -> (u64, bool) {
        let mut readers = self.readers();
        readers.left.retain(|(_, granted)| granted.elapsed() < fresh);
        readers.last_key += 1;
        let key = readers.last_key;
        let here = readers.list.iter().filter(|reader| reader.token == *token).filter_map(|reader| reader.granted);
        let left = readers.left.iter().filter(|(left, _)| left == token).map(|(_, granted)| *granted);
        let granted = here.chain(left).max().filter(|granted| granted.elapsed() < fresh);
        readers.list.push(Reader { key, token: token.clone(), watch, granted });
        readers.is_forgotten = false;
        drop(readers);
        self.changed.notify_one();
        (key, granted.is_some())
    }

    /// A reader has gone.
    pub(crate) fn leave(&self, key: u64) {
        let mut readers = self.readers();
        let Some(index) = readers.list.iter().position(|reader| reader.key == key) else { return };
        let reader = readers.list.remove(index);
        if let Some(granted) = reader.granted {
            if readers.left.len() == REMEMBERED {
                readers.left.remove(0);
            }
            readers.left.push((reader.token, granted));
        }
        drop(readers);
        self.changed.notify_one();
    }

    /// A session has ended: its token is used no more.
    pub(crate) fn forget(&self, token: &ApiToken) {
        let mut readers = self.readers();
        readers.list.retain(|reader| reader.token != *token);
        readers.left.retain(|(left, _)| left != token);
        readers.is_forgotten = readers.list.is_empty();
        drop(readers);
        self.changed.notify_one();
    }

    /// The API says that this reader may.
    pub(crate) fn grant(&self, key: u64) {
        if let Some(reader) = self.readers().list.iter_mut().find(|reader| reader.key == key) {
            reader.granted = Some(Instant::now());
        }
    }

    /// The API says that the carrier's session may read.
    pub(crate) fn grant_carrier(&self, carrier: &Carrier) {
        for reader in self.readers().list.iter_mut().filter(|reader| reader.token == carrier.token) {
            reader.granted = Some(Instant::now());
        }
    }

    /// The API refuses the carrier: everybody of its session is told and reads no more.
    pub(crate) fn refuse_carrier(&self, carrier: &Carrier, why: &'static str) {
        let mut readers = self.readers();
        readers.left.retain(|(left, _)| *left != carrier.token);
        let (refused, rest) =
            std::mem::take(&mut readers.list).into_iter().partition(|reader| reader.token == carrier.token);
        readers.list = rest;
        readers.is_forgotten = readers.list.is_empty();
        drop(readers);
        let refused: Vec<Reader> = refused;
        for reader in refused {
            reader.watch.refuse(why);
        }
    }

    /// With whose token to ask: who is here longest.
    pub(crate) fn carrier(&self) -> Option<Carrier> {
        self.readers().list.first().map(|reader| Carrier { key: reader.key, token: reader.token.clone() })
    }

    /// What has become of the carrier.
    pub(crate) fn standing(&self, carrier: &mut Carrier) -> Standing {
        let readers = self.readers();
        if readers.list.is_empty() {
            return Standing::Nobody;
        }
        if readers.list.iter().any(|reader| reader.key == carrier.key) {
            return Standing::Reads;
        }
        match readers.list.iter().find(|reader| reader.token == carrier.token) {
            Some(reader) => {
                carrier.key = reader.key;
                Standing::Reads
            }
            None => Standing::Gone,
        }
    }

    /// Whether nobody reads.
    pub(crate) fn is_idle(&self) -> bool {
        self.readers().list.is_empty()
    }

    /// Whether there is nobody to wait for: the last one has signed out or was refused.
    pub(crate) fn is_forgotten(&self) -> bool {
        let readers = self.readers();
        readers.list.is_empty() && readers.is_forgotten
    }
}
