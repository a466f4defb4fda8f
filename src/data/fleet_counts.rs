//! How many devices of each fleet are in each state: small fleets are listed here, large ones counted by the server.

use std::collections::HashMap;

use futures_util::future::try_join_all;
use model::device_status::DeviceStatus;
use model::fleet::StatusCounts;
use odata::{Query, asc, field};
use wire::rows::Row;
use wire::rows::application::ApplicationRow;
use wire::rows::device::DeviceInFleet;

use super::failure::Failure;
use super::hub::Hub;

/// A fleet with more devices is counted by the server.
const MOST_LISTED: u64 = 1_000;
/// So many fleets' devices are listed at once.
const FLEETS_AT_ONCE: usize = 200;
/// Large fleets are counted at most this often, in milliseconds.
pub(super) const REST_MS: u32 = 5_000;

/// The devices of small fleets by number, and the counts of large ones by fleet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Counts {
    listed: HashMap<i64, (i64, DeviceStatus)>,
    large: HashMap<i64, StatusCounts>,
}

impl Counts {
    /// The counts of these fleets. `first` is what [`first`] brought: all there is, mostly.
    pub(super) async fn read(hub: Hub, fleets: &[ApplicationRow], first: Vec<DeviceInFleet>) -> Result<Self, Failure> {
        if (first.len() as u64) <= MOST_LISTED {
            return Ok(Self { listed: by_id(first).collect(), large: HashMap::new() });
        }
        let (large, small): (Vec<&ApplicationRow>, Vec<&ApplicationRow>) =
            fleets.iter().partition(|fleet| fleet.owns__device.is_none_or(|devices| devices > MOST_LISTED));
        let mut counts = Self::default();
        for some in small.chunks(FLEETS_AT_ONCE) {
            let fleets = some.iter().map(|fleet| fleet.id);
            let query = devices().filter(field("belongs_to__application").one_of(fleets));
            counts.listed.extend(by_id(hub.client().rows(query).await?));
        }
        for fleet in large {
            counts.large.insert(fleet.id, count(hub, fleet.id, fleet.owns__device).await?);
        }
        Ok(counts)
    }

    /// Whether any fleet is counted by the server.
    pub(super) fn has_large(&self) -> bool {
        !self.large.is_empty()
    }

    /// Whether a device is listed here.
    pub(super) fn lists(&self, device: i64) -> bool {
        self.listed.contains_key(&device)
    }

    /// What these devices are now; what did not come is gone.
    pub(super) fn merge(&mut self, asked: &[i64], rows: Vec<DeviceInFleet>) {
        for id in asked {
            self.listed.remove(id);
        }
        self.listed.extend(by_id(rows));
    }

    /// The counts by fleet.
    pub(super) fn by_fleet(&self) -> HashMap<i64, StatusCounts> {
        let mut counts = self.large.clone();
        for (fleet, state) in self.listed.values() {
            counts.entry(*fleet).or_default().add(*state, 1);
        }
        counts
    }
}

/// One device more than is listed at most: whether there are large fleets is known in the time of one answer.
pub(super) async fn first(hub: Hub) -> Result<Vec<DeviceInFleet>, Failure> {
    hub.client().rows(devices().order_by(asc("id")).top(MOST_LISTED + 1)).await
}

/// These devices as they are now.
pub(super) async fn of_devices(hub: Hub, ids: &[i64]) -> Result<Vec<DeviceInFleet>, Failure> {
    hub.client().rows(devices().filter(field("id").one_of(ids.iter().copied()))).await
}

fn devices() -> Query {
    Query::of(DeviceInFleet::RESOURCE).select(DeviceInFleet::SELECT.iter().copied())
}

fn by_id(rows: Vec<DeviceInFleet>) -> impl Iterator<Item = (i64, (i64, DeviceStatus))> {
    rows.into_iter().filter_map(|row| Some((row.id, (row.belongs_to__application?.id, row.overall_status))))
}

/// One count a state; the most usual state is what is left of the total, where that is known.
async fn count(hub: Hub, fleet: i64, total: Option<u64>) -> Result<StatusCounts, Failure> {
    let client = hub.client();
    let asked: Vec<DeviceStatus> =
        DeviceStatus::ALL.into_iter().filter(|state| total.is_none() || *state != DeviceStatus::Operational).collect();
    let found = try_join_all(asked.iter().map(|state| {
        let query = Query::of(DeviceInFleet::RESOURCE)
            .count()
            .filter(field("belongs_to__application").eq(fleet))
            .filter(field("overall_status").eq(state.as_str()));
        client.count(query)
    }))
    .await?;
    let mut counts = StatusCounts::default();
    for (state, found) in asked.iter().zip(&found) {
        counts.add(*state, *found);
    }
    if let Some(total) = total {
        counts.add(DeviceStatus::Operational, total.saturating_sub(found.iter().sum()));
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(id: i64, fleet: i64, state: &str) -> DeviceInFleet {
        let text = format!(r#"{{"id":{id},"overall_status":"{state}","belongs_to__application":{{"__id":{fleet}}}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn listed_and_counted_fleets_stand_beside_each_other() {
        let mut counts = Counts::default();
        counts.large.entry(9).or_default().add(DeviceStatus::Updating, 70_000);
        counts.merge(&[], vec![device(1, 4, "operational"), device(2, 4, "operational"), device(3, 5, "inactive")]);
        counts.merge(&[2, 3], vec![device(2, 4, "disconnected")]);
        let by_fleet = counts.by_fleet();
        let total = |fleet: i64| by_fleet.get(&fleet).map(StatusCounts::total);
        assert_eq!([total(4), total(5), total(9)], [Some(2), None, Some(70_000)]);
        assert_eq!(by_fleet[&4].get(DeviceStatus::Disconnected), 1);
        assert!(counts.has_large() && counts.lists(2) && !counts.lists(3));
    }
}
