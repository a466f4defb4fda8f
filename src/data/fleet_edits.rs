//! What a person does to a fleet as a whole: make it, name it, change its kind, forget it.

use odata::{Query, field};
use serde::{Deserialize, Serialize};
use wire::endpoint::Method;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Writes through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct FleetEdits(Hub);

/// The way to write.
pub fn use_fleet_edits() -> FleetEdits {
    FleetEdits(use_hub())
}

/// A fleet to be made; `device_type` and `organization` by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFleet {
    pub name: String,
    pub device_type: i64,
    pub organization: i64,
}

/// What goes with a fleet that is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goes {
    pub devices: u64,
    pub releases: u64,
}

#[derive(Default, Serialize)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    app_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_for__device_type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_public: Option<bool>,
}

#[derive(Deserialize)]
struct Made {
    id: i64,
}

impl FleetEdits {
    /// Makes a fleet and answers its number.
    pub async fn create(self, fleet: NewFleet) -> Result<i64, Failure> {
        let fields = Fields {
            app_name: Some(fleet.name),
            organization: Some(fleet.organization),
            is_for__device_type: Some(fleet.device_type),
            is_public: None,
        };
        let made = self.0.client().send::<_, Made>(Method::Post, "/api/v7/application".to_owned(), &fields).await;
        self.0.heard(made).map(|made| made.id)
    }

    /// The fleet is called so; its slug follows.
    pub async fn rename(self, fleet: i64, name: String) -> Result<(), Failure> {
        self.patch(fleet, &Fields { app_name: Some(name), ..Fields::default() }).await
    }

    /// New devices are of this type when they do not say otherwise.
    pub async fn set_device_type(self, fleet: i64, device_type: i64) -> Result<(), Failure> {
        self.patch(fleet, &Fields { is_for__device_type: Some(device_type), ..Fields::default() }).await
    }

    /// Whether anybody may see it.
    pub async fn set_public(self, fleet: i64, is_public: bool) -> Result<(), Failure> {
        self.patch(fleet, &Fields { is_public: Some(is_public), ..Fields::default() }).await
    }

    /// What would go with it.
    pub async fn goes(self, fleet: i64) -> Result<Goes, Failure> {
        let of = |resource: &str| Query::of(resource).count().filter(field("belongs_to__application").eq(fleet));
        let client = self.0.client();
        let counts = futures_util::future::try_join(client.count(of("device")), client.count(of("release")));
        let (devices, releases) = self.0.heard(counts.await)?;
        Ok(Goes { devices, releases })
    }

    /// Forgets the fleet with its devices, releases and variables, for good.
    pub async fn remove(self, fleet: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().delete(Query::of("application").id(fleet)).await)
    }

    async fn patch(self, fleet: i64, fields: &Fields) -> Result<(), Failure> {
        self.0.heard(self.0.client().patch(Query::of("application").id(fleet), fields).await)
    }
}
