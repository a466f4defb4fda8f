//! How far the devices of a fleet are with its target release, how fast they get there, and when they may be done.

/// Devices that should run the target, by how far they are; each counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rollout {
    /// Run it.
    pub done: u64,
    pub updating: u64,
    /// Downloaded and not applied: an update lock.
    pub held: u64,
    /// Aborted or rejected.
    pub failed: u64,
    /// Not connected: they begin when they are back.
    pub offline: u64,
    /// Connected and not begun.
    pub waiting: u64,
}

impl Rollout {
    /// How many should run it.
    pub const fn total(&self) -> u64 {
        self.done + self.updating + self.held + self.failed + self.offline + self.waiting
    }

    /// How many get there by themselves, without anybody coming back or letting go.
    pub const fn on_the_way(&self) -> u64 {
        self.updating + self.waiting
    }

    /// The share that runs it in percent; none without devices.
    pub fn percent(&self) -> Option<u64> {
        (self.done * 100).checked_div(self.total())
    }
}

/// How fast it went lately, from counted samples only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Devices that came to run the target …
    pub devices: u64,
    /// … within so many milliseconds.
    pub within: i64,
}

/// Samples less far apart than this say nothing of a pace.
const LEAST_SPAN: i64 = 2 * 60_000;

impl Pace {
    /// The pace of samples of (milliseconds since 1970, devices that ran the target), oldest first, all of one target.
    /// None when they are too few, too close together, or nobody came to run it.
    pub fn of(samples: &[(i64, u64)]) -> Option<Self> {
        let (first, last) = (samples.first()?, samples.last()?);
        let (devices, within) = (last.1.checked_sub(first.1)?, last.0 - first.0);
        (devices > 0 && within >= LEAST_SPAN).then_some(Self { devices, within })
    }

    /// In how many milliseconds so many devices are done at this pace.
    pub fn time_for(self, devices: u64) -> i64 {
        let millis = i128::from(devices) * i128::from(self.within) / i128::from(self.devices.max(1));
        i64::try_from(millis).unwrap_or(i64::MAX)
    }

    /// Devices an hour, rounded.
    pub fn per_hour(self) -> u64 {
        let an_hour = u128::from(self.devices) * 3_600_000 / u128::from(self.within.unsigned_abs().max(1));
        u64::try_from(an_hour).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_needs_samples_apart_and_devices_that_moved() {
        let minute = 60_000;
        assert_eq!(Pace::of(&[]), None);
        assert_eq!(Pace::of(&[(0, 5)]), None);
        assert_eq!(Pace::of(&[(0, 5), (minute, 9)]), None, "too close together");
        assert_eq!(Pace::of(&[(0, 5), (10 * minute, 5)]), None, "nobody moved");
        assert_eq!(Pace::of(&[(0, 5), (10 * minute, 4)]), None, "they went back");
        let pace = Pace::of(&[(0, 5), (4 * minute, 6), (10 * minute, 25)]).unwrap();
        assert_eq!((pace.per_hour(), pace.time_for(40), pace.time_for(0)), (120, 20 * minute, 0));
    }

    #[test]
    fn shares_are_of_those_who_should_run_it() {
        let rollout = Rollout { done: 71, updating: 6, held: 1, failed: 2, offline: 10, waiting: 10 };
        assert_eq!((rollout.total(), rollout.percent(), rollout.on_the_way()), (100, Some(71), 16));
        assert_eq!(Rollout::default().percent(), None);
    }
}
