//! What is kept of devices is read into their log before their streams begin, a few milliseconds at a time.

use std::cell::RefCell;
use std::rc::Weak;

use logs::desk::keeping::Keeping;
use vault::entry::Entry;
use vault::limits::MOST_DEVICES;
use wire::live::LogDevice;

use super::Feeds;
use crate::browser::now_ms;
use crate::loading::Loading;

/// How long is worked before others have their turn, in milliseconds.
const WORK_MS: i64 = 16;
/// How often a vault that is being opened is looked at, in milliseconds.
const OPENING_MS: u32 = 20;
/// Entries that are read between two looks at the clock.
const BETWEEN: usize = 200;
/// Most lines that are read of all devices of a merged log together.
const MOST_MERGED: usize = 200_000;

/// One reading of one log.
#[derive(Debug, Clone)]
struct Reading {
    feeds: Weak<RefCell<Feeds>>,
    feed: u32,
}

impl Feeds {
    /// Reads what is kept of these devices into a log, and follows them from there on.
    pub(super) fn read_kept(&mut self, feed: u32, devices: Vec<LogDevice>) {
        // Another log may have some of them open.
        self.write();
        let Some(held) = self.held.get_mut(&feed) else { return };
        held.unread += devices.len();
        let reading = Reading { feeds: self.me.clone(), feed };
        held.tell_keeping(Keeping::Reading);
        wasm_bindgen_futures::spawn_local(async move {
            // A log that was closed meanwhile needs nothing more.
            let _ = reading.run(devices).await;
        });
    }

    /// Where a device's stream goes on; its entries are taken into the reading.
    fn resume(&mut self, feed: u32, device: &mut LogDevice, loading: &mut Loading) -> Option<()> {
        let held = self.held.get_mut(&feed)?;
        let Some(keep) = self.keeper.open() else { return Some(()) };
        // More would push each other out.
        if held.feed.kept().count() >= MOST_DEVICES || !held.feed.is_following(&device.uuid) {
            return Some(());
        }
        let devices = held.unread.max(1);
        let rows = held.feed.seat.log().capacity().rows;
        let most = if held.feed.is_merged() { rows.min(MOST_MERGED / devices.min(MOST_DEVICES)) } else { rows };
        let resumed = keep.resume(feed, &device.uuid, device.after, most as u64).and_then(|resumed| {
            loading.add(&device.uuid, resumed.places.clone(), keep)?;
            Ok(resumed)
        });
        match resumed {
            Ok(resumed) => {
                device.after = resumed.after;
                held.feed.keep(device.uuid.clone(), resumed.seam);
            }
            Err(error) => self.fail(error),
        }
        Some(())
    }

    /// Reads on until it has taken long enough; whether there is more.
    fn restore(&mut self, feed: u32, loading: &mut Loading) -> Option<bool> {
        let until = now_ms() + WORK_MS;
        let held = self.held.get_mut(&feed)?;
        let Some(keep) = self.keeper.open() else { return Some(false) };
        let mut is_more = true;
        let mut failed = None;
        while is_more && now_ms() < until {
            for _ in 0..BETWEEN {
                match loading.next(keep) {
                    Ok(Some((device, entry))) => held.feed.restore(device, &entry),
                    Ok(None) => is_more = false,
                    Err(error) => {
                        failed = Some(error);
                        is_more = false;
                    }
                }
                if !is_more {
                    break;
                }
            }
        }
        held.has_grown();
        held.tell(now_ms());
        if let Some(error) = failed {
            for device in loading.unread() {
                held.feed.restore(device, &Entry::Gap { missed: None, at_ms: now_ms() });
            }
            self.fail(error);
        }
        Some(is_more)
    }

    /// The streams begin: after what was read, or as the page wanted if the vault was closed meanwhile.
    fn follow_on(&mut self, feed: u32, mut devices: Vec<LogDevice>, wanted: Vec<LogDevice>) -> Option<()> {
        let held = self.held.get_mut(&feed)?;
        if self.keeper.open().is_none() && devices != wanted {
            held.feed.begin_anew();
            held.has_grown();
            devices = wanted;
        }
        held.unread = held.unread.saturating_sub(devices.len());
        devices.retain(|device| held.feed.is_following(&device.uuid));
        let subscription = held.subscription;
        self.live().follow(subscription, devices);
        self.tell_keeping(feed);
        Some(())
    }
}

impl Reading {
    /// Does something with the log; `None` once it is closed.
    fn with<T>(&self, work: impl FnOnce(&mut Feeds, u32) -> Option<T>) -> Option<T> {
        let feeds = self.feeds.upgrade()?;
        let mut feeds = feeds.borrow_mut();
        work(&mut feeds, self.feed)
    }

    async fn run(self, mut devices: Vec<LogDevice>) -> Option<()> {
        while self.with(|feeds, feed| feeds.held.contains_key(&feed).then(|| feeds.keeper.is_opening()))? {
            pause(OPENING_MS).await;
        }
        let wanted = devices.clone();
        let mut loading = Loading::default();
        let mut since = now_ms();
        for device in &mut devices {
            self.with(|feeds, feed| feeds.resume(feed, device, &mut loading))?;
            if now_ms() - since >= WORK_MS {
                pause(0).await;
                since = now_ms();
            }
        }
        while self.with(|feeds, feed| feeds.restore(feed, &mut loading))? {
            pause(0).await;
        }
        self.with(|feeds, feed| feeds.follow_on(feed, devices, wanted))
    }
}

async fn pause(millis: u32) {
    gloo_timers::future::TimeoutFuture::new(millis).await;
}
