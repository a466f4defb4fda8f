//! The devices that one subscription follows: by uuid for the page, by number for what wakes it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use model::device_uuid::DeviceUuid;

use crate::live::logs::place::Place;
use crate::live::logs::sources::Attachment;
use crate::live::logs::watch::Watch;

/// One device.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) uuid: DeviceUuid,
    pub(crate) attachment: Attachment,
    pub(crate) watch: Arc<Watch>,
    /// The ring's end when it was attached: the past reaches at least so far.
    pub(crate) attached_at: u64,
    /// Nothing while the past is being read.
    pub(crate) place: Option<Place>,
    is_waiting: bool,
}

/// All of them, and whose turn it is.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    last_number: u32,
    by_number: HashMap<u32, Device>,
    numbers: HashMap<DeviceUuid, u32>,
    turns: VecDeque<u32>,
}

impl Followed {
    /// A number that no device had before.
    pub(crate) fn next_number(&mut self) -> u32 {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }

    /// Follows a device.
    pub(crate) fn insert(
        &mut self,
        number: u32,
        uuid: DeviceUuid,
        attachment: Attachment,
        watch: Arc<Watch>,
        place: Option<Place>,
    ) {
        let attached_at = attachment.source.ring().end();
        self.numbers.insert(uuid.clone(), number);
        let device = Device { uuid, attachment, watch, attached_at, place, is_waiting: false };
        self.by_number.insert(number, device);
        self.wait_for_turn(number);
    }

    pub(crate) fn len(&self) -> usize {
        self.by_number.len()
    }

    pub(crate) fn contains(&self, uuid: &DeviceUuid) -> bool {
        self.numbers.contains_key(uuid)
    }

    pub(crate) fn uuids(&self) -> Vec<DeviceUuid> {
        self.numbers.keys().cloned().collect()
    }

    pub(crate) fn number(&self, uuid: &DeviceUuid) -> Option<u32> {
        self.numbers.get(uuid).copied()
    }

    pub(crate) fn get(&mut self, number: u32) -> Option<&mut Device> {
        self.by_number.get_mut(&number)
    }

    /// Follows it no longer.
    pub(crate) fn remove(&mut self, number: u32) -> Option<DeviceUuid> {
        let device = self.by_number.remove(&number)?;
        self.numbers.remove(&device.uuid);
        Some(device.uuid)
    }

    /// The device has something new and waits for its turn, once.
    pub(crate) fn wait_for_turn(&mut self, number: u32) {
        if let Some(device) = self.by_number.get_mut(&number)
            && !std::mem::replace(&mut device.is_waiting, true)
        {
            self.turns.push_back(number);
        }
    }

    /// Whose turn it is.
    pub(crate) fn next_turn(&mut self) -> Option<u32> {
        loop {
            let number = self.turns.pop_front()?;
            if let Some(device) = self.by_number.get_mut(&number) {
                device.is_waiting = false;
                return Some(number);
            }
        }
    }

    /// Whether anybody waits.
    pub(crate) fn has_turns(&self) -> bool {
        !self.turns.is_empty()
    }
}
