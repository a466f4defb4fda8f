//! The vault of who chose that logs are kept: opened, written to, told of and given up.

use std::collections::BTreeSet;

use logs::desk::keeping::{KeepWish, Keeping};
use logs::desk::tell::Tell;
use model::device_uuid::DeviceUuid;
use vault::error::VaultError;
use vault::limits::{Limits, MOST_DEVICES};
use vault::opfs::files::Opfs;
use vault::opfs::{forget, open};
use vault::vault::Vault;
use wire::live::LogDevice;

use super::Feeds;
use crate::ask::Owner;
use crate::browser::now_ms;
use crate::feed::Feed;
use crate::keep::{Joint, Keep};
use crate::keeper::State;
use crate::seam::Seam;

/// Lines that are written at once of those that a log holds already.
const AT_ONCE: usize = 4_000;
/// How often what came is written, and how often that is brought to the disk, in milliseconds.
const WRITE_EVERY_MS: i64 = 1_000;
const FLUSH_EVERY_MS: i64 = 5_000;

impl Feeds {
    /// Keeps the lines of this person from now on, or nobody's.
    pub(super) fn keep(&mut self, owner: Option<Owner>) {
        if owner == self.keeper.owner && (owner.is_none() || self.keeper.may_keep()) {
            return;
        }
        self.write();
        self.stop_keeping(State::Off);
        self.keeper.owner.clone_from(&owner);
        if let Some(owner) = owner {
            self.keeper.state = State::Opening;
            let (turn, me) = (self.keeper.turn, self.me.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let owner = vault::owner::Owner { api_host: &owner.api_host, user_id: owner.user_id };
                let opened = open::open(owner, Limits::default()).await;
                // A vault that is not wanted any more closes here.
                if let Some(me) = me.upgrade() {
                    me.borrow_mut().opened(turn, opened);
                }
            });
        }
        self.tell_all_keeping();
    }

    fn opened(&mut self, turn: u32, opened: Result<Vault<Opfs>, VaultError>) {
        if turn != self.keeper.turn {
            return;
        }
        match opened {
            Ok(vault) => self.keeper.state = State::Open(Box::new(Keep::new(vault))),
            Err(error) => {
                self.stop_keeping(State::Shut(error.clone()));
                self.say_not_kept(&error);
            }
        }
        let late: Vec<u32> = self.held.iter().filter(|(_, held)| held.feed.is_whole).map(|(feed, _)| *feed).collect();
        for feed in late {
            self.join(feed);
        }
        self.tell_all_keeping();
    }

    /// A log that was followed before it was to be kept. What it holds is written, since the server may have let it go already; where
    /// something was kept before, all of it is read anew, and the streams go on from there.
    fn join(&mut self, feed: u32) {
        let (Some(held), Some(keep)) = (self.held.get_mut(&feed), self.keeper.open()) else { return };
        if held.unread > 0 || held.feed.devices().next().is_none() {
            return;
        }
        held.feed.settle_all(now_ms());
        let devices: Vec<_> = held.feed.devices().take(MOST_DEVICES).cloned().collect();
        let joined: Result<Vec<Joint>, VaultError> =
            devices.iter().map(|device| keep.join(feed, device, held.feed.begun(device))).collect();
        let done = joined.and_then(|joints| {
            let writes = devices.iter().zip(&joints).filter(|(_, joint)| **joint != Joint::Apart);
            write_held(feed, &held.feed, keep, &writes.map(|(device, _)| device).collect())?;
            Ok(joints.iter().all(|joint| *joint == Joint::First))
        });
        match done {
            Ok(true) => {
                for device in devices {
                    held.feed.keep(device, Seam::after(&[], true));
                }
            }
            Ok(false) => {
                let subscription = held.subscription;
                let devices = held.feed.begin_anew();
                held.has_grown();
                self.live().unfollow(subscription, devices.iter().map(|(uuid, _)| uuid.clone()).collect());
                self.read_kept(feed, devices.into_iter().map(|(uuid, after)| LogDevice { uuid, after }).collect());
            }
            Err(error) => self.fail(error),
        }
    }

    fn stop_keeping(&mut self, state: State) {
        self.keeper.turn += 1;
        self.keeper.state = state;
        self.keeper.told = None;
        for held in self.held.values_mut() {
            held.feed.keep_none();
        }
    }

    /// Does what a reader wants of what is kept.
    pub(super) fn wish(&mut self, feed: u32, wish: KeepWish) {
        match wish {
            KeepWish::Again => {
                let owner = self.keeper.owner.take();
                self.keep(owner);
            }
            KeepWish::ForgetThis => {
                let (Some(held), Some(keep)) = (self.held.get_mut(&feed), self.keeper.open()) else { return };
                held.feed.forget_kept();
                let failed = held.feed.kept().filter_map(|device| keep.forget(device).err()).last();
                if let Some(error) = failed {
                    self.fail(error);
                }
                self.tell_keeping(feed);
            }
            KeepWish::ForgetAll => {
                self.stop_keeping(State::Off);
                self.keeper.owner = None;
                self.tell_all_keeping();
                let me = self.me.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    if let (Err(error), Some(me)) = (forget::forget_all().await, me.upgrade()) {
                        me.borrow().say_not_kept(&error);
                    }
                });
            }
        }
    }

    /// Writes what logs have noted down.
    pub(super) fn write(&mut self) {
        for (feed, held) in &mut self.held {
            let new = held.feed.take_new();
            if let Some(keep) = self.keeper.open() {
                for (device, entry) in new {
                    keep.put(*feed, device, entry);
                }
            }
        }
        if let Some(Err(error)) = self.keeper.open().map(Keep::write) {
            self.fail(error);
        }
    }

    /// What the vault needs by the clock.
    pub(super) fn tend(&mut self, now: i64) {
        let Some(keep) = self.keeper.open() else { return };
        if let Err(error) = keep.flush_one() {
            self.fail(error);
            return;
        }
        if now.saturating_sub(self.keeper.written_at) < WRITE_EVERY_MS {
            return;
        }
        self.keeper.written_at = now;
        self.write();
        let is_flush_due = now.saturating_sub(self.keeper.flushed_at) >= FLUSH_EVERY_MS;
        if let Some(keep) = self.keeper.open() {
            if keep.store().is_let_go() {
                self.fail(VaultError::LetGo);
            } else if is_flush_due {
                keep.begin_flush();
                self.keeper.flushed_at = now;
            }
        }
        self.tell_all_keeping();
    }

    /// The page hears why lines are not kept, once.
    pub(super) fn fail(&mut self, error: VaultError) {
        match &error {
            // The next lines find a file.
            VaultError::Busy => return,
            VaultError::LetGo => self.stop_keeping(State::Shut(error.clone())),
            told if self.keeper.told.as_ref() == Some(told) => return,
            _ => {}
        }
        self.say_not_kept(&error);
        self.keeper.told = Some(error);
        self.tell_all_keeping();
    }

    fn say_not_kept(&self, error: &VaultError) {
        for held in self.held.values() {
            held.say(Tell::NotKept(error.to_string()));
        }
    }

    fn tell_all_keeping(&mut self) {
        let feeds: Vec<u32> = self.held.keys().copied().collect();
        for feed in feeds {
            self.tell_keeping(feed);
        }
    }

    /// Tells how it stands with keeping a log.
    pub(super) fn tell_keeping(&mut self, feed: u32) {
        let Some(held) = self.held.get_mut(&feed) else { return };
        let keeping = match &mut self.keeper.state {
            State::Off => Keeping::Off,
            _ if !held.feed.is_whole => Keeping::Filtered,
            State::Opening => Keeping::Reading,
            State::Shut(error) => Keeping::Refused(error.to_string()),
            State::Open(_) if held.unread > 0 => Keeping::Reading,
            State::Open(keep) => match keep.kept_of(held.feed.kept()) {
                Ok((lines, since_ms)) => {
                    let devices = u32::try_from(held.feed.kept().count()).unwrap_or(u32::MAX);
                    Keeping::Kept { lines, since_ms, devices }
                }
                Err(error) => Keeping::Refused(error.to_string()),
            },
        };
        held.tell_keeping(keeping);
        held.tell(now_ms());
    }
}

/// Writes what a log holds of these devices.
fn write_held(
    feed: u32,
    from: &Feed,
    keep: &mut Keep<Opfs>,
    devices: &BTreeSet<&DeviceUuid>,
) -> Result<(), VaultError> {
    let (mut done, mut unwritten) = (Ok(()), 0);
    from.each_held(|device, entry| {
        if done.is_ok() && devices.contains(device) {
            keep.put(feed, device.clone(), entry);
            unwritten += 1;
            if unwritten == AT_ONCE {
                unwritten = 0;
                done = keep.write();
            }
        }
    });
    done.and_then(|()| keep.write())
}
