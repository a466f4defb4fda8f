//! The last lines of each followed device in memory, shared by all its readers, and a signal that there are more.
//!
//! A reader holds only its position. While it keeps up it takes whole chunks from here; one that falls behind reads from
//! the disk until it stands at a chunk again. So nobody waits for a slow reader, and it costs no memory of its own.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::log_hub::chunk::Chunk;

/// Of a followed device, chunks beyond so many bytes go; the newest stays.
const KEPT_BYTES: usize = 256 * 1024;

/// Feeds by device; only of those that are followed.
#[derive(Debug, Default)]
pub(crate) struct LogHub {
    feeds: Mutex<HashMap<i64, Arc<Feed>>>,
}

#[derive(Debug, Default)]
struct Feed {
    recent: Mutex<Recent>,
    newest: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Recent {
    chunks: VecDeque<Chunk>,
    bytes: usize,
}

/// A reader's end of a feed.
#[derive(Debug)]
pub(crate) struct Followed {
    feed: Arc<Feed>,
    newest: watch::Receiver<u64>,
}

/// What the feed has after a position.
#[derive(Debug)]
pub(crate) enum After {
    /// The next lines.
    Chunk(Chunk),
    /// The next lines, up to this number, are only on the disk.
    OnDisk { until: u64 },
    /// Nothing that was written since the feed began.
    Nothing,
}

impl LogHub {
    /// Begins to follow: every later write is heard of.
    pub(crate) fn follow(&self, device: i64) -> Followed {
        let feed = Arc::clone(self.lock().entry(device).or_default());
        let newest = feed.newest.subscribe();
        Followed { feed, newest }
    }

    /// These lines of the device are on the disk. To be called in the order they were written in.
    pub(crate) fn written(&self, device: i64, chunk: Chunk) {
        let mut feeds = self.lock();
        let Some(feed) = feeds.get(&device) else { return };
        if feed.newest.receiver_count() == 0 {
            feeds.remove(&device);
            return;
        }
        let feed = Arc::clone(feed);
        drop(feeds);
        let newest = chunk.last;
        feed.push(chunk);
        feed.newest.send_replace(newest);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Arc<Feed>>> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        // Devices that were followed once and are silent since: forgotten before they are many.
        if feeds.len() > 256 && feeds.len().is_power_of_two() {
            feeds.retain(|_, feed| feed.newest.receiver_count() > 0);
        }
        feeds
    }
}

impl Feed {
    fn push(&self, chunk: Chunk) {
        let mut recent = self.lock();
        recent.bytes += chunk.len();
        recent.chunks.push_back(chunk);
        while recent.bytes > KEPT_BYTES && recent.chunks.len() > 1 {
            recent.bytes -= recent.chunks.pop_front().map_or(0, |gone| gone.len());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Followed {
    /// What comes after the line numbered `position`. Marks what has been written as seen.
    pub(crate) fn after(&mut self, position: u64) -> After {
        self.newest.borrow_and_update();
        let recent = self.feed.lock();
        let Some(newest) = recent.chunks.back() else { return After::Nothing };
        if position >= newest.last {
            return After::Nothing;
        }
        let at = recent.chunks.partition_point(|chunk| chunk.last <= position);
        match recent.chunks.get(at) {
            Some(chunk) if chunk.first == position + 1 => After::Chunk(chunk.clone()),
            Some(chunk) if chunk.first <= position => After::OnDisk { until: chunk.last },
            Some(chunk) => After::OnDisk { until: chunk.first - 1 },
            None => After::Nothing,
        }
    }

    /// Waits until something was written since `after` was asked. False when nothing will be.
    pub(crate) async fn more(&mut self) -> bool {
        self.newest.changed().await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use store::logs::block::LogBlock;

    use super::*;

    fn chunk(first: u64, last: u64, bytes: usize) -> Chunk {
        Chunk::of(vec![LogBlock { first, last, text: vec![b'\n'; bytes].into() }]).unwrap()
    }

    #[test]
    fn a_reader_is_sent_to_the_disk_only_for_what_is_not_here() {
        let hub = LogHub::default();
        hub.written(1, chunk(1, 9, 9));
        let mut followed = hub.follow(1);
        assert!(matches!(followed.after(0), After::Nothing), "what was written before is the disk's");
        hub.written(1, chunk(10, 14, 5));
        hub.written(1, chunk(15, 15, 1));
        assert!(matches!(followed.after(9), After::Chunk(chunk) if chunk.last == 14));
        assert!(matches!(followed.after(4), After::OnDisk { until: 9 }));
        assert!(matches!(followed.after(12), After::OnDisk { until: 14 }));
        assert!(matches!(followed.after(14), After::Chunk(chunk) if chunk.first == 15));
        assert!(matches!(followed.after(15), After::Nothing));
        hub.written(1, chunk(16, 16, KEPT_BYTES));
        assert!(matches!(followed.after(14), After::OnDisk { until: 15 }));
        drop(followed);
        hub.written(1, chunk(17, 17, 1));
        assert!(hub.lock().is_empty());
    }
}
