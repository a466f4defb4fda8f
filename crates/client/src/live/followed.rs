//! The devices whose logs one subscription follows, and how far each was read.

use std::collections::BTreeMap;

use model::device_uuid::DeviceUuid;
use wire::live::{ClientFrame, LogDevice, LogMissed, LogPart, MAX_DEVICES_IN_FRAME, Topic};
use wire::log_position::{LogCursor, LogPosition, Missed, Step};

use super::event::DeviceLog;

/// Positions by device.
#[derive(Debug, Default)]
pub(super) struct Followed {
    positions: BTreeMap<DeviceUuid, LogPosition>,
    /// How often a device's unfollowing has yet to be answered on this socket: what comes before is of a former following.
    leaving: BTreeMap<DeviceUuid, u32>,
}

impl Followed {
    /// Follows these too; what to tell the gateway of those that were not followed already.
    pub(super) fn add(&mut self, id: u32, mut devices: Vec<LogDevice>) -> Vec<ClientFrame> {
        devices.retain(|device| !self.positions.contains_key(&device.uuid));
        for device in &devices {
            self.positions.insert(device.uuid.clone(), LogPosition::after(device.after));
        }
        frames(id, &devices)
    }

    /// Follows these no longer.
    pub(super) fn remove(&mut self, id: u32, devices: &[DeviceUuid]) -> Vec<ClientFrame> {
        let gone: Vec<DeviceUuid> =
            devices.iter().filter(|uuid| self.positions.remove(uuid).is_some()).cloned().collect();
        for uuid in &gone {
            *self.leaving.entry(uuid.clone()).or_default() += 1;
        }
        let frame = |devices: &[DeviceUuid]| ClientFrame::Unfollow { id, devices: devices.to_vec() };
        gone.chunks(MAX_DEVICES_IN_FRAME).map(frame).collect()
    }

    /// What a new socket is told: every device, from where it was.
    pub(super) fn resume(&mut self, id: u32) -> Vec<ClientFrame> {
        self.leaving.clear();
        let devices: Vec<LogDevice> = self
            .positions
            .iter_mut()
            .map(|(uuid, position)| {
                position.resume();
                LogDevice { uuid: uuid.clone(), after: position.cursor() }
            })
            .collect();
        frames(id, &devices)
    }

    /// What a part means to the page, in the order in which it happened.
    pub(super) fn receive(&mut self, part: LogPart, is_unfiltered: bool, told: &mut Vec<DeviceLog>) {
        if let Some(answers) = self.leaving.get_mut(&part.device) {
            *answers -= u32::from(part.unfollowed);
            if *answers == 0 {
                self.leaving.remove(&part.device);
            }
            return;
        }
        let Some(position) = self.positions.get_mut(&part.device) else { return };
        let mut log = DeviceLog::of(part.device.clone());
        let mut missed = LogMissed::read(part.missed);
        // What the gateway counts is not counted again by the number that follows.
        let mut is_counted = missed != Missed::None;
        let has_lines = !part.lines.is_empty();
        for line in part.lines {
            let Step::Next { missed: jump } = position.step(&line) else { continue };
            let is_by_number = line.sequence.is_some();
            if !(std::mem::take(&mut is_counted) || is_by_number && !is_unfiltered) {
                missed = missed.and(jump);
            }
            if missed != Missed::None {
                if log != DeviceLog::of(part.device.clone()) {
                    told.push(std::mem::replace(&mut log, DeviceLog::of(part.device.clone())));
                }
                log.missed = Some(std::mem::replace(&mut missed, Missed::None));
            }
            log.lines.push(line);
        }
        if missed != Missed::None {
            log.missed = Some(missed);
        }
        match (part.through, position.cursor()) {
            // The API's numbers begin again.
            (Some(through), Some(LogCursor::Sequence(last))) if through < last && !has_lines => {
                *position = LogPosition::after(Some(LogCursor::Sequence(through)));
                log.is_renumbered = true;
            }
            (Some(through), _) => position.pass(through),
            (None, _) => {}
        }
        log.state = part.state;
        if part.refused.is_some() {
            self.positions.remove(&part.device);
            log.refused = part.refused;
        }
        if log != DeviceLog::of(part.device) {
            told.push(log);
        }
    }
}

/// Whether a jump in a device's numbers is a loss, and not lines that were not asked for.
pub(super) fn is_unfiltered(topic: &Topic) -> bool {
    matches!(topic, Topic::Logs { services: None, system: true, .. })
}

fn frames(id: u32, devices: &[LogDevice]) -> Vec<ClientFrame> {
    let frame = |devices: &[LogDevice]| ClientFrame::Follow { id, devices: devices.to_vec() };
    devices.chunks(MAX_DEVICES_IN_FRAME).map(frame).collect()
}
