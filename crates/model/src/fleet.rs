//! A fleet as pages know it, with its devices counted by state.

use crate::device_status::DeviceStatus;
use crate::release_ref::ReleaseRef;
use crate::timestamp::Timestamp;

/// A fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fleet {
    pub id: i64,
    pub name: String,
    pub slug: String,
    pub device_type: Option<String>,
    /// The target is whatever release was built last; otherwise the fleet is pinned.
    pub tracks_latest: bool,
    pub target: Option<ReleaseRef>,
    pub releases: Option<u64>,
    pub created_at: Timestamp,
    pub devices: StatusCounts,
}

/// How many devices are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusCounts([u64; DeviceStatus::ALL.len()]);

impl StatusCounts {
    /// Counts states.
    pub fn of(states: impl IntoIterator<Item = DeviceStatus>) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.0[state as usize] += 1;
        }
        counts
    }

    /// So many more are in a state.
    pub const fn add(&mut self, state: DeviceStatus, more: u64) {
        self.0[state as usize] += more;
    }

    /// How many are in a state.
    pub const fn get(&self, state: DeviceStatus) -> u64 {
        self.0[state as usize]
    }

    /// How many are in any of these states.
    pub fn in_any(&self, states: &[DeviceStatus]) -> u64 {
        states.iter().map(|state| self.get(*state)).sum()
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
        self
    }

    /// The share that is operational in tenths of a percent; none when there is no device.
    pub fn operational_permille(&self) -> Option<u64> {
        (self.get(DeviceStatus::Operational) * 1_000).checked_div(self.total())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_shares() {
        let counts =
            StatusCounts::of([DeviceStatus::Operational, DeviceStatus::Operational, DeviceStatus::Disconnected]);
        assert_eq!((counts.total(), counts.get(DeviceStatus::Operational)), (3, 2));
        assert_eq!(counts.operational_permille(), Some(666));
        assert_eq!(StatusCounts::default().operational_permille(), None);
        for (at, state) in DeviceStatus::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, at);
        }
    }
}
