//! Samples of one device's metrics: a route that no balena API has.

use model::device_uuid::DeviceUuid;
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Method};

/// The path as the router writes it.
pub const PATH: &str = "/binnacle/v1/devices/{uuid}/metrics";

/// The samples of the last day or week. By the page: through its gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetMetrics {
    pub uuid: DeviceUuid,
    pub is_week: bool,
}

impl Endpoint for GetMetrics {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = MetricSamples;

    fn path(&self) -> String {
        let span = if self.is_week { "week" } else { "day" };
        format!("/api/binnacle/v1/devices/{}/metrics?span={span}", self.uuid)
    }
}

/// Oldest first; at most one in `step_ms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricSamples {
    pub step_ms: i64,
    pub samples: Vec<MetricSample>,
}

/// One moment: milliseconds since 1970, percent, °C, MB, MB. An array, for there are hundreds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricSample(pub i64, pub Option<i64>, pub Option<i64>, pub Option<i64>, pub Option<i64>);
