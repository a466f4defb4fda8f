//! The logs of the devices that run a release, looked through for kinds of messages that came with it.

use std::collections::{BTreeMap, HashMap};

use log_worker::ask::{Followed, Source};
use logs::desk::ask::Ask;
use logs::desk::kinds::KindsWish;
use logs::kinds::{Boundary, Order};
use model::device_uuid::DeviceUuid;

use super::logs::{LogFeed, MOST_BYTES, MOST_ROWS};
use super::release_runners::{Runner, Runners};

/// Most devices looked at.
pub const MOST_DEVICES: u64 = 200;
/// Lines of the past that all devices together bring, and how many each brings at least and at most, as far as the API has them.
const PAST: usize = 200_000;
const LEAST_PAST: usize = 1_000;
const MOST_PAST: usize = 10_000;
/// Most kinds listed.
const MOST_KINDS: u32 = 50;

/// Since when which device runs the release, by the names their lines are shown by; `otherwise_ms` where the API does not say.
pub fn boundary(runners: &Runners, otherwise_ms: i64) -> Boundary {
    let of = |(name, runner): (&String, &Runner)| (name.clone(), runner.began_ms.unwrap_or(otherwise_ms));
    Boundary { devices: runners.devices.iter().map(of).collect(), otherwise: None }
}

/// The same among other devices, which do not run it: what they write is from before. Who does not say when is one of them.
pub fn boundary_among(runners: Runners, devices: BTreeMap<String, DeviceUuid>) -> Boundary {
    let began: HashMap<_, _> = runners.devices.into_values().map(|runner| (runner.uuid, runner.began_ms)).collect();
    let of = |(name, uuid): (String, DeviceUuid)| Some((name, began.get(&uuid).copied()??));
    Boundary { devices: devices.into_iter().filter_map(of).collect(), otherwise: None }
}

/// Follows what their services write until the owner goes, and counts the new kinds in it. `services` are names by number.
pub fn look(runners: &Runners, boundary: Boundary, services: &[(i64, String)]) -> LogFeed {
    let history = (PAST / runners.devices.len().max(1)).clamp(LEAST_PAST, MOST_PAST);
    let feed = LogFeed::open(Source {
        is_merged: true,
        rows: MOST_ROWS,
        bytes: MOST_BYTES,
        history: u32::try_from(history).unwrap_or(u32::MAX),
        services: None,
        // What a device says of the update itself did not come with the release.
        system: false,
    });
    feed.know_services(&services.iter().cloned().collect());
    let follow =
        |(name, runner): (&String, &Runner)| Followed { uuid: runner.uuid.clone(), name: name.clone(), after: None };
    feed.follow(runners.devices.iter().map(follow).collect());
    feed.ask(Ask::Kinds(Some(KindsWish { most: MOST_KINDS, order: Order::Count, only_new: true, boundary })));
    feed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_does_not_say_when_it_began_did_so_with_the_release() {
        let runner = |began_ms| Runner { uuid: "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap(), began_ms };
        let devices = [("ford".to_owned(), runner(Some(7))), ("mill".to_owned(), runner(None))].into();
        let runners = Runners { count: 2, devices };
        let found = boundary(&runners, 5);
        assert_eq!((found.devices["ford"], found.devices["mill"], found.otherwise), (7, 5, None));
        // Names of another log, of all devices.
        let devices = BTreeMap::from([("weir".to_owned(), "8f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap())]);
        assert!(boundary_among(runners, devices).devices.is_empty());
    }
}
