//! What a bulk action can be about: other fleets, releases of host operating systems, processors.

use std::collections::HashMap;

use model::bulk::action::{Destination, OsTarget};
use model::release_ref::ReleaseRef;
use odata::{Expand, Query, asc, desc, field};
use query::remote::Remote;
use wire::rows::Row;
use wire::rows::architecture::{FleetArchitecture, HostRelease, TypeArchitecture};

use crate::data::failure::Failure;
use crate::data::hub::{Hub, use_hub};

/// So many releases of host operating systems are offered.
const MOST_RELEASES: u64 = 200;

/// What there is to choose from. `processors` is by the name of the device type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    pub fleets: Vec<Destination>,
    pub host_releases: Vec<OsTarget>,
    pub processors: HashMap<String, String>,
}

/// Reads them, once somebody wants them.
pub fn of(is_wanted: impl Fn() -> bool + Send + Sync + 'static) -> Remote<Choices, Failure> {
    let hub = use_hub();
    Remote::keyed(move || is_wanted().then_some(()), move |()| async move { hub.heard(read(hub).await) })
}

async fn read(hub: Hub) -> Result<Choices, Failure> {
    let client = hub.client();
    let processor = || Expand::of("is_of__cpu_architecture").select(["slug"]);
    let fleets = Query::of(FleetArchitecture::RESOURCE)
        .select(FleetArchitecture::SELECT.iter().copied())
        .filter(field("is_of__class").eq("fleet").and(field("is_host").eq(false)))
        .expand(Expand::of("is_for__device_type").select(["id"]).expand(processor()))
        .order_by(asc("app_name"));
    let types =
        Query::of(TypeArchitecture::RESOURCE).select(TypeArchitecture::SELECT.iter().copied()).expand(processor());
    let releases = Query::of(HostRelease::RESOURCE)
        .select(HostRelease::SELECT.iter().copied())
        .filter(field("belongs_to__application/is_host").eq(true))
        .filter(field("status").eq("success").and(field("is_invalidated").eq(false)))
        .expand(
            Expand::of("belongs_to__application")
                .select(["id"])
                .expand(Expand::of("is_for__device_type").select(["name"])),
        )
        .order_by(desc("id"))
        .top(MOST_RELEASES);
    let (fleets, types, releases) = futures_util::future::try_join3(
        client.rows::<FleetArchitecture>(fleets),
        client.rows::<TypeArchitecture>(types),
        client.rows::<HostRelease>(releases),
    )
    .await?;
    let destination = |row: FleetArchitecture| Destination {
        architecture: row.architecture().map(str::to_owned),
        id: row.id,
        name: row.app_name,
    };
    let target = |row: HostRelease| OsTarget {
        device_type: row.device_type().map(str::to_owned),
        release: ReleaseRef { id: row.name.id, label: row.name.label().to_owned() },
    };
    Ok(Choices {
        fleets: fleets.into_iter().map(destination).collect(),
        host_releases: releases.into_iter().map(target).collect(),
        processors: types.into_iter().filter_map(TypeArchitecture::into_pair).collect(),
    })
}
