//! A log of devices whose lines are kept: what was kept comes first, what comes is noted down.

use logs::settling::Settling;
use model::device_uuid::DeviceUuid;
use vault::entry::Entry;
use wire::log_position::LogCursor;

use super::{Feed, SETTLE_MS, Stream};
use crate::lines::of_kept;
use crate::seam::Seam;

impl Feed {
    /// The devices followed.
    pub(crate) fn devices(&self) -> impl Iterator<Item = &DeviceUuid> {
        self.streams.keys()
    }

    pub(crate) fn is_following(&self, device: &DeviceUuid) -> bool {
        self.streams.contains_key(device)
    }

    /// The devices whose lines are kept.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &DeviceUuid> {
        self.seams.keys()
    }

    pub(crate) fn is_merged(&self) -> bool {
        self.settling.is_some()
    }

    /// From now on this device's lines are to be kept.
    pub(crate) fn keep(&mut self, device: DeviceUuid, seam: Seam) {
        self.seams.insert(device, seam);
    }

    /// From now on nobody's are.
    pub(crate) fn keep_none(&mut self) {
        self.seams.clear();
        self.new.clear();
    }

    /// What was kept of its devices is forgotten; what comes is kept.
    pub(crate) fn forget_kept(&mut self) {
        self.seams.values_mut().for_each(Seam::forget);
        self.new.clear();
    }

    /// What is to be kept since it was asked last, oldest first.
    pub(crate) fn take_new(&mut self) -> Vec<(DeviceUuid, Entry)> {
        std::mem::take(&mut self.new)
    }

    /// Takes what was kept of a device, oldest first, before its stream begins.
    pub(crate) fn restore(&mut self, device: &DeviceUuid, entry: &Entry) {
        let is_merged = self.is_merged();
        let name = if is_merged { self.names.device(device) } else { "" };
        let log = self.seat.log_mut();
        match entry {
            Entry::Line(line) => drop(log.append([of_kept(line, name, is_merged)])),
            Entry::Gap { missed, at_ms } => log.gap(name, *missed, *at_ms),
            Entry::Restart { .. } => log.restart_sequence(name),
        }
    }

    /// Begins anew with no row: all devices followed come again, each with what to ask for to have the lines held until now.
    pub(crate) fn begin_anew(&mut self) -> Vec<(DeviceUuid, Option<LogCursor>)> {
        let begun = std::mem::take(&mut self.begun);
        let is_merged = self.is_merged();
        let log = self.seat.log_mut();
        log.clear();
        for device in self.streams.keys() {
            log.restart_sequence(if is_merged { self.names.device(device) } else { "" });
        }
        if let Some(settling) = &mut self.settling {
            *settling = Settling::new(SETTLE_MS);
        }
        self.unnamed.clear();
        self.keep_none();
        for stream in self.streams.values_mut() {
            *stream = Stream::Opening;
        }
        let after = |device: &DeviceUuid| begun.get(device).copied();
        self.streams.keys().map(|device| (device.clone(), after(device))).collect()
    }
}
