//! Which releases run on how many devices of a fleet, as counts the server makes.

use model::release_ref::ReleaseRef;
use odata::{Expand, Literal, Query, count_of, desc, field};
use query::remote::Remote;
use wire::rows::Row;
use wire::rows::release::ReleaseRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// So many releases are told apart.
pub const MOST: u64 = 12;

/// What runs in the field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adoption {
    /// Releases by how many devices run them, at most [`MOST`].
    pub releases: Vec<(ReleaseRef, u64)>,
    /// Devices that have not said what they run.
    pub unknown: u64,
}

/// Reads it for a fleet; the owner says when again.
pub fn of(fleet: i64) -> Remote<Adoption, Failure> {
    let hub = use_hub();
    Remote::new(move || async move { hub.heard(read(hub, fleet).await) })
}

async fn read(hub: Hub, fleet: i64) -> Result<Adoption, Failure> {
    let client = hub.client();
    let releases = Query::of(ReleaseRow::RESOURCE)
        .select(ReleaseRow::SELECT.iter().copied())
        .filter(field("belongs_to__application").eq(fleet))
        .filter(count_of("is_running_on__device").gt(0))
        .expand(Expand::count("is_running_on__device"))
        .order_by(desc(count_of("is_running_on__device")))
        .top(MOST);
    let unknown = Query::of("device")
        .count()
        .filter(field("belongs_to__application").eq(fleet))
        .filter(field("is_running__release").eq(Literal::Null));
    let (rows, unknown) =
        futures_util::future::try_join(client.rows::<ReleaseRow>(releases), client.count(unknown)).await?;
    let of_row = |row: ReleaseRow| {
        let label = row.label().to_owned();
        (ReleaseRef { id: row.id, label }, row.is_running_on__device.unwrap_or(0))
    };
    Ok(Adoption { releases: rows.into_iter().map(of_row).collect(), unknown })
}
