//! Calls with the fleet's provisioning key.

use reqwest::{Method, StatusCode};
use serde::Deserialize;
use wire::navigation::Envelope;
use wire::register::{Register, Registered};

use super::client::{Api, ApiError, json, send};
use crate::config::Fleet;

/// Whose a key is.
#[derive(Deserialize)]
struct Own {
    #[serde(rename = "actorType")]
    kind: String,
    #[serde(rename = "actorTypeId")]
    id: Option<i64>,
    slug: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: i64,
}

/// What came of a registration.
#[derive(Debug)]
pub(crate) enum Entered {
    /// The device is new.
    Registered(Registered),
    /// The uuid is taken: by this device, if its answer was lost (409).
    Taken,
}

impl Api {
    /// `POST /device/register`.
    pub(crate) async fn register(&self, device: &Register) -> Result<Entered, ApiError> {
        match send(self.request(Method::POST, "/device/register").json(device)).await {
            Ok(answer) => json(answer).await.map(Entered::Registered),
            Err(ApiError::Refused { status: StatusCode::CONFLICT, .. }) => Ok(Entered::Taken),
            Err(error) => Err(error),
        }
    }

    /// The device's id, asked with its own key: that a registration whose answer was lost has given it.
    pub(crate) async fn own_id(&self, uuid: &str, key: &str) -> Result<Option<i64>, ApiError> {
        self.with_key(key).first("device", &format!("uuid eq '{uuid}'")).await
    }

    /// The id of the fleet, as the key itself knows it: such a key reads no fleets. `None` when it is another fleet's.
    pub(crate) async fn fleet_id(&self, fleet: &Fleet) -> Result<Option<i64>, ApiError> {
        if let Fleet::Id(id) = fleet {
            return Ok(Some(*id));
        }
        let own: Own = json(send(self.request(Method::GET, "/actor/v1/whoami")).await?).await?;
        let is_meant = match fleet {
            Fleet::Slug(slug) => own.slug.as_ref() == Some(slug),
            // The key does not tell its fleet's uuid, and enters no other fleet.
            Fleet::Id(_) | Fleet::Uuid(_) => true,
        };
        Ok(own.id.filter(|_| is_meant && own.kind == "application"))
    }

    /// The id of the first row a filter (made of checked words only) finds.
    async fn first(&self, resource: &str, filter: &str) -> Result<Option<i64>, ApiError> {
        let filter = filter.replace(' ', "%20").replace('\'', "%27").replace('/', "%2F");
        let answer = send(self.request(Method::GET, &format!("/v7/{resource}?$select=id&$filter={filter}"))).await?;
        let rows: Envelope<Vec<Row>> = json(answer).await?;
        Ok(rows.d.first().map(|row| row.id))
    }
}
