//! One fleet with its organization, architecture, tags and note, kept up to date.

use client::live::event::TopicEvent;
use model::device::Tag;
use model::fleet_choice::{DeviceTypeChoice, FleetDetail, NOTE_TAG, OWN_TAGS, OrganizationChoice};
use odata::{Expand, Query, asc};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::fleet_choice as rows;
use wire::rows::fleet_detail::{FleetDetailRow, FleetTagRow};

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Reads and follows it until the owner goes.
pub fn of(fleet: i64) -> Remote<FleetDetail, Failure> {
    let hub = use_hub();
    let detail = Remote::new(move || async move { hub.heard(read(hub, fleet).await) });
    hub.follow(Topic::Fleet { id: fleet }, move |event| match event {
        TopicEvent::Changed(rows) if rows.iter().any(|row| row.resource.starts_with("application")) => detail.refetch(),
        TopicEvent::Reset => detail.refetch(),
        _ => {}
    });
    detail
}

async fn read(hub: Hub, fleet: i64) -> Result<FleetDetail, Failure> {
    let architecture = Expand::of("is_of__cpu_architecture").select(rows::ArchitectureRow::SELECT.iter().copied());
    let device_type =
        Expand::of("is_for__device_type").select(rows::DeviceTypeChoice::SELECT.iter().copied()).expand(architecture);
    let query = Query::of(FleetDetailRow::RESOURCE)
        .id(fleet)
        .select(FleetDetailRow::SELECT.iter().copied())
        .expand(device_type)
        .expand(Expand::of("organization").select(rows::OrganizationChoice::SELECT.iter().copied()))
        .expand(Expand::of("application_tag").select(FleetTagRow::SELECT.iter().copied()).order_by(asc("tag_key")));
    hub.client().row::<FleetDetailRow>(query, "fleet").await.map(detail)
}

fn detail(row: FleetDetailRow) -> FleetDetail {
    let device_type = row.is_for__device_type.into_inner().map(|kind| DeviceTypeChoice {
        id: kind.id,
        slug: kind.slug,
        name: kind.name,
        architecture: kind.is_of__cpu_architecture.into_inner().map(|architecture| architecture.slug),
    });
    let organization =
        row.organization.into_inner().map(|one| OrganizationChoice { id: one.id, name: one.name, handle: one.handle });
    let note = row.application_tag.iter().find(|tag| tag.tag_key == NOTE_TAG).map(|tag| tag.value.clone());
    let tags = row.application_tag.into_iter().filter(|tag| !tag.tag_key.starts_with(OWN_TAGS));
    FleetDetail {
        name: row.app_name,
        slug: row.slug,
        uuid: row.uuid,
        is_public: row.is_public,
        created_at: row.created_at,
        device_type,
        organization,
        tags: tags.map(|tag| Tag { key: tag.tag_key, value: tag.value }).collect(),
        note: note.unwrap_or_default(),
    }
}
