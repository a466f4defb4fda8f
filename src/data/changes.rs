//! Gathers what changed and reads it again in one go: a burst of a hundred reports is one request.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::hub::Hub;

/// Changes are gathered for so long, in milliseconds, before they are read.
const GATHER_MS: u32 = 250;
/// So many changed devices are read at once, the others after them: the address of a request stays bounded, and a
/// fleet of a hundred thousand that changes a thousand times a second is never read whole.
const MOST_BY_ID: usize = 500;

/// What has to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Dirty {
    All,
    Devices(BTreeSet<i64>),
}

#[derive(Debug, Default)]
struct Gathered {
    is_all: bool,
    devices: BTreeSet<i64>,
    is_running: bool,
    is_first: bool,
}

/// Copy; lives as long as its owner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changes {
    hub: Hub,
    gathered: StoredValue<Gathered>,
    read: StoredValue<Box<dyn Fn(Dirty) -> futures_util::future::LocalBoxFuture<'static, ()>>, LocalStorage>,
}

impl Changes {
    /// `read` is called with what changed, never twice at a time.
    pub(super) fn new(
        hub: Hub,
        read: impl Fn(Dirty) -> futures_util::future::LocalBoxFuture<'static, ()> + 'static,
    ) -> Self {
        Self { hub, gathered: StoredValue::new(Gathered::default()), read: StoredValue::new_local(Box::new(read)) }
    }

    /// Everything may have changed.
    pub(super) fn all(self) {
        self.add(|gathered| gathered.is_all = true);
    }

    /// Reads everything without waiting for more (there is nothing yet).
    pub(super) fn all_now(self) {
        self.gathered.update_value(|gathered| gathered.is_first = true);
        self.all();
    }

    /// These devices changed.
    pub(super) fn devices(self, ids: impl IntoIterator<Item = i64>) {
        self.add(|gathered| {
            gathered.devices.extend(ids);
        });
    }

    fn add(self, change: impl FnOnce(&mut Gathered)) {
        let starts = self.gathered.try_update_value(|gathered| {
            change(gathered);
            let has_work = gathered.is_all || !gathered.devices.is_empty();
            has_work && !std::mem::replace(&mut gathered.is_running, has_work)
        });
        if starts == Some(true) {
            spawn_local(self.work());
        }
    }

    async fn work(self) {
        let transport = self.hub.client().transport();
        loop {
            let waits = self.gathered.try_update_value(|gathered| !std::mem::take(&mut gathered.is_first));
            if waits == Some(true) {
                transport.sleep(GATHER_MS).await;
            }
            let taken = self.gathered.try_update_value(|gathered| {
                if std::mem::take(&mut gathered.is_all) {
                    gathered.devices.clear();
                    return Some(Dirty::All);
                }
                let mut devices = std::mem::take(&mut gathered.devices);
                if let Some(most) = devices.iter().nth(MOST_BY_ID).copied() {
                    gathered.devices = devices.split_off(&most);
                }
                gathered.is_running = !devices.is_empty();
                gathered.is_running.then_some(Dirty::Devices(devices))
            });
            let Some(Some(dirty)) = taken else { return };
            let Some(reading) = self.read.try_with_value(|read| read(dirty)) else { return };
            reading.await;
        }
    }
}
