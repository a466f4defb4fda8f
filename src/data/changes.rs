//! Gathers what changed and reads it again in one go: a burst of a hundred reports is one request.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::hub::Hub;

/// Changes are gathered for so long, in milliseconds, before they are read.
const GATHER_MS: u32 = 250;
/// More changed devices than this are read as a whole list: the address of the request stays bounded.
const MOST_BY_ID: usize = 100;

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
}

/// Copy; lives as long as its owner.
#[derive(Clone, Copy)]
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

    /// These devices changed.
    pub(super) fn devices(self, ids: impl IntoIterator<Item = i64>) {
        self.add(|gathered| {
            gathered.devices.extend(ids);
            gathered.is_all |= gathered.devices.len() > MOST_BY_ID;
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
            transport.sleep(GATHER_MS).await;
            let taken = self.gathered.try_update_value(|gathered| {
                let devices = std::mem::take(&mut gathered.devices);
                if std::mem::take(&mut gathered.is_all) {
                    return Some(Dirty::All);
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
