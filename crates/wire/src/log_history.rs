//! Lines of a device's log that were written before: between two numbers, for a reader who misses them.

use model::device_uuid::DeviceUuid;
use serde::Deserialize;

use crate::endpoint::{Endpoint, Method};
use crate::log_line::{LogGap, LogLine};

/// The lines after one number up to another, as far as they are kept. Only Binnacle's platform numbers lines. By the page: through
/// its gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetLines {
    pub uuid: DeviceUuid,
    pub after: u64,
    /// The last one wanted.
    pub until: u64,
}

/// A line, or how many in its place are gone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum LineOrGap {
    Line(LogLine),
    Gap(LogGap),
}

impl Endpoint for GetLines {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = Vec<LineOrGap>;

    fn path(&self) -> String {
        format!("/api/device/v2/{}/logs?after={}&until={}", self.uuid, self.after, self.until)
    }
}
