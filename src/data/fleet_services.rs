//! The services of a fleet, by their numbers.

use odata::{Query, asc, field};
use query::remote::Remote;
use wire::rows::Row;
use wire::rows::service::ServiceRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Number and name of each service, by name.
pub type FleetServices = Remote<Vec<(i64, String)>, Failure>;

/// Reads them.
pub fn of(fleet: i64) -> FleetServices {
    let hub = use_hub();
    Remote::new(move || read(hub, fleet))
}

async fn read(hub: Hub, fleet: i64) -> Result<Vec<(i64, String)>, Failure> {
    let query = Query::of(ServiceRow::RESOURCE)
        .select(ServiceRow::SELECT.iter().copied())
        .filter(field("application").eq(fleet))
        .order_by(asc("service_name"));
    let rows = hub.heard(hub.client().rows::<ServiceRow>(query).await)?;
    Ok(rows.into_iter().map(|row| (row.id, row.service_name)).collect())
}
