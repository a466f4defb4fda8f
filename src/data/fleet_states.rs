//! A fleet's devices by state over time, where the server counts them.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::timestamp::Timestamp;
use query::remote::Remote;
use wire::endpoint::Endpoint;
use wire::fleet_states::{FleetStates, GetFleetStates};

use super::failure::Failure;
use super::hub::{Hub, now_millis, use_hub};

/// Samples are read again so often, in milliseconds: as often as the server counts.
const EVERY_MS: u64 = 60_000;

/// How far back, and in which slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// In milliseconds.
    pub back: i64,
    /// In seconds.
    pub every: u32,
}

/// One slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// When it was counted, in milliseconds since 1970.
    pub at: i64,
    pub states: Vec<(DeviceStatus, u64)>,
    /// The target the fleet had, by id, and how many devices ran it.
    pub target: Option<i64>,
    pub on_target: u64,
}

/// What the server knows of the time before now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum History {
    /// This server does not count.
    NotKept,
    Kept {
        /// Seconds between two samples.
        every: u32,
        /// Oldest first.
        samples: Vec<Sample>,
        /// The release that is the target, since when, and whether it was another before.
        target_since: Option<(i64, i64, bool)>,
    },
}

/// The same call by way of the gateway.
struct ByGateway(GetFleetStates);

impl Endpoint for ByGateway {
    const METHOD: wire::endpoint::Method = GetFleetStates::METHOD;
    type Input = ();
    type Output = FleetStates;

    fn path(&self) -> String {
        format!("/api{}", self.0.path())
    }
}

/// Reads a span of a fleet's past, and again each minute while the owner is there.
pub fn of(fleet: i64, span: Signal<Span>) -> Remote<History, Failure> {
    let hub = use_hub();
    let history =
        Remote::keyed(move || Some(span.get()), move |span| async move { hub.heard(read(hub, fleet, span).await) });
    let every = std::time::Duration::from_millis(EVERY_MS);
    if let Ok(handle) = set_interval_with_handle(move || history.refetch(), every) {
        on_cleanup(move || handle.clear());
    }
    history
}

async fn read(hub: Hub, fleet: i64, span: Span) -> Result<History, Failure> {
    let since = Timestamp::from_millis(now_millis() - span.back);
    match hub.client().call(ByGateway(GetFleetStates { fleet, since, every: span.every })).await {
        Ok(states) => Ok(kept(states)),
        Err(Failure::NotFound { .. }) => Ok(History::NotKept),
        Err(failure) => Err(failure),
    }
}

fn kept(states: FleetStates) -> History {
    let sample = |sample: wire::fleet_states::FleetSample| Sample {
        at: sample.at.millis(),
        states: sample.states.into_iter().collect(),
        target: sample.target,
        on_target: sample.on_target,
    };
    History::Kept {
        every: states.every,
        samples: states.samples.into_iter().map(sample).collect(),
        target_since: states.target.map(|target| (target.release, target.at.millis(), target.is_exact)),
    }
}
