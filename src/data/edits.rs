//! What a person changes: pins, names, notes, tags.

use odata::{Query, desc, field};
use serde::Serialize;
use wire::rows::Row;
use wire::rows::release::ReleaseName;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Writes through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Edits(Hub);

/// The way to write.
pub fn use_edits() -> Edits {
    Edits(use_hub())
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct FleetTarget {
    #[serde(skip_serializing_if = "Option::is_none")]
    should_be_running__release: Option<i64>,
    should_track_latest_release: bool,
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct DevicePin {
    is_pinned_on__release: Option<i64>,
}

#[derive(Serialize)]
struct Name {
    device_name: String,
}

#[derive(Serialize)]
struct Note {
    note: String,
}

impl Edits {
    /// Every device of the fleet that is not pinned itself goes to this release and stays there.
    pub async fn pin_fleet(self, fleet: i64, release: i64) -> Result<(), Failure> {
        let fields = FleetTarget { should_be_running__release: Some(release), should_track_latest_release: false };
        self.patch("application", fleet, &fields).await
    }

    /// The fleet goes to its latest release now, and to each one that comes.
    pub async fn track_latest(self, fleet: i64) -> Result<(), Failure> {
        let newest = Query::of(ReleaseName::RESOURCE)
            .select(ReleaseName::SELECT.iter().copied())
            .filter(field("belongs_to__application").eq(fleet))
            .filter(field("status").eq("success").and(field("is_final").eq(true)))
            .filter(field("is_invalidated").eq(false))
            .order_by(desc("id"))
            .top(1);
        let newest = self.0.heard(self.0.client().rows::<ReleaseName>(newest).await)?;
        let latest = newest.first().map(|release| release.id);
        let fields = FleetTarget { should_be_running__release: latest, should_track_latest_release: true };
        self.patch("application", fleet, &fields).await
    }

    /// The device goes to this release whatever its fleet does; none follows the fleet.
    pub async fn pin_device(self, device: i64, release: Option<i64>) -> Result<(), Failure> {
        self.patch("device", device, &DevicePin { is_pinned_on__release: release }).await
    }

    /// The device is called so.
    pub async fn rename_device(self, device: i64, name: String) -> Result<(), Failure> {
        self.patch("device", device, &Name { device_name: name }).await
    }

    /// The device's note.
    pub async fn note_device(self, device: i64, note: String) -> Result<(), Failure> {
        self.patch("device", device, &Note { note }).await
    }

    async fn patch<F: Serialize>(self, resource: &str, id: i64, fields: &F) -> Result<(), Failure> {
        self.0.heard(self.0.client().patch(Query::of(resource).id(id), fields).await)
    }
}
