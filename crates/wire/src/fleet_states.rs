//! A fleet's devices by state over time: `GET /binnacle/v1/fleets/{id}/states`, which no balena API has.

use std::collections::BTreeMap;

use model::device_status::DeviceStatus;
use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Method};

/// The route's pattern.
pub const PATH: &str = "/binnacle/v1/fleets/{id}/states";
/// The most samples one answer holds: a longer time is answered in larger steps than asked for.
pub const MAX_SAMPLES: i64 = 1_500;
/// How far back samples are kept, in milliseconds.
pub const KEPT_MS: i64 = 14 * 86_400_000;

/// The samples of a fleet from `since` on, the last one of each slot of `every` seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetFleetStates {
    pub fleet: i64,
    pub since: Timestamp,
    pub every: u32,
}

impl Endpoint for GetFleetStates {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = FleetStates;

    fn path(&self) -> String {
        let (since, every) = (self.since.millis(), self.every);
        format!("/binnacle/v1/fleets/{}/states?since={since}&every={every}", self.fleet)
    }
}

/// The answer. A slot nobody counted in (the server was away) has no sample.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FleetStates {
    /// Seconds between two samples, as answered.
    pub every: u32,
    /// Oldest first.
    pub samples: Vec<FleetSample>,
    /// Since when the fleet has had the target it had last; none when it has none, or was never counted.
    pub target: Option<TargetSince>,
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetSample {
    /// When it was counted.
    pub at: Timestamp,
    /// The states that any device was in.
    pub states: BTreeMap<DeviceStatus, u64>,
    /// The fleet's target release, by id.
    pub target: Option<i64>,
    /// Devices that follow it: not pinned to another.
    pub following: u64,
    /// Those of them that run it.
    pub on_target: u64,
}

/// When a fleet's target became what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSince {
    pub release: i64,
    /// The first sample with it.
    pub at: Timestamp,
    /// The sample before had another; otherwise it may have been the target for longer.
    pub is_exact: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_an_answer() {
        let sample = FleetSample {
            at: Timestamp::from_millis(1_000),
            states: BTreeMap::from([(DeviceStatus::Operational, 2), (DeviceStatus::ReducedFunctionality, 1)]),
            target: Some(7),
            following: 3,
            on_target: 2,
        };
        let json = serde_json::to_value(&sample).unwrap();
        assert_eq!(json["states"], serde_json::json!({ "operational": 2, "reduced-functionality": 1 }));
        assert_eq!(serde_json::from_value::<FleetSample>(json).unwrap(), sample);
        let asked = GetFleetStates { fleet: 3, since: Timestamp::from_millis(5), every: 900 };
        assert_eq!(asked.path(), "/binnacle/v1/fleets/3/states?since=5&every=900");
    }
}
