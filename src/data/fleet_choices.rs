//! What a fleet can be made of: device types and organizations, read when somebody is about to choose.

use leptos::prelude::*;
use model::fleet_choice::{DeviceTypeChoice, OrganizationChoice};
use odata::{Expand, Query, asc};
use query::remote::Remote;
use wire::rows::Row;
use wire::rows::fleet_choice as rows;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Both, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetChoices {
    pub device_types: Vec<DeviceTypeChoice>,
    pub organizations: Vec<OrganizationChoice>,
}

/// Read as soon as `wanted` is true, and kept.
pub fn when(wanted: Signal<bool>) -> Remote<FleetChoices, Failure> {
    let hub = use_hub();
    let was_wanted = Memo::new(move |former: Option<&bool>| former.copied().unwrap_or(false) || wanted.get());
    Remote::keyed(move || was_wanted.get().then_some(()), move |()| async move { hub.heard(read(hub).await) })
}

async fn read(hub: Hub) -> Result<FleetChoices, Failure> {
    let types = Query::of(rows::DeviceTypeChoice::RESOURCE)
        .select(rows::DeviceTypeChoice::SELECT.iter().copied())
        .expand(Expand::of("is_of__cpu_architecture").select(rows::ArchitectureRow::SELECT.iter().copied()))
        .order_by(asc("name"));
    let organizations = Query::of(rows::OrganizationChoice::RESOURCE)
        .select(rows::OrganizationChoice::SELECT.iter().copied())
        .order_by(asc("name"));
    let client = hub.client();
    let (types, organizations) = futures_util::future::try_join(
        client.rows::<rows::DeviceTypeChoice>(types),
        client.rows::<rows::OrganizationChoice>(organizations),
    )
    .await?;
    let device_types = types.into_iter().map(|row| DeviceTypeChoice {
        id: row.id,
        slug: row.slug,
        name: row.name,
        architecture: row.is_of__cpu_architecture.into_inner().map(|architecture| architecture.slug),
    });
    let organizations =
        organizations.into_iter().map(|row| OrganizationChoice { id: row.id, name: row.name, handle: row.handle });
    Ok(FleetChoices { device_types: device_types.collect(), organizations: organizations.collect() })
}
