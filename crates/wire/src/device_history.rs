//! What changed on one device and who did it: a route that no balena API has.

use model::device_event::Half;
use model::device_uuid::DeviceUuid;
use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Method};

/// The path as the router writes it.
pub const PATH: &str = "/binnacle/v1/devices/{uuid}/history";

/// The newest events, or those older than `before`. By the page: through its gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetHistory {
    pub uuid: DeviceUuid,
    pub before: Option<i64>,
    pub of: Option<Half>,
}

impl Endpoint for GetHistory {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = History;

    fn path(&self) -> String {
        let half = match self.of {
            None => "",
            Some(Half::Done) => "of=done&",
            Some(Half::State) => "of=state&",
        };
        let before = self.before.map(|before| format!("before={before}")).unwrap_or_default();
        format!("/api/binnacle/v1/devices/{}/history?{half}{before}", self.uuid)
    }
}

/// Events, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub events: Vec<EventRow>,
    /// There are older ones: ask with `before` the last one's id.
    pub has_more: bool,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    pub id: i64,
    pub at: Timestamp,
    /// `name`, `note`, `tag`, `pin`, `release`, `link`, `action`, …
    pub kind: String,
    /// Which tag, variable, action.
    pub subject: Option<String>,
    /// Before; for an action what it was about. Never the value of a variable.
    pub was: Option<String>,
    /// After; for an action what the device answered.
    pub became: Option<String>,
    /// `user`, `device`, `server`, `provisioning`.
    pub doer: String,
    pub user: Option<String>,
    /// The API key's name when one was used; empty when it has none.
    pub key: Option<String>,
}
