//! What devices of a selection hold under the names that are to be set.

use model::bulk::variables::{HeldVariables, Setting};
use odata::{Query, field};
use query::remote::Remote;
use wire::rows::variable::VariableRow;

use super::job::MOST_BY_ID;
use crate::data::failure::Failure;
use crate::data::hub::{Hub, use_hub};

/// Which devices, and which names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub fleet: i64,
    pub devices: Vec<i64>,
    pub names: Vec<String>,
}

/// Reads it.
pub fn of(wanted: impl Fn() -> Option<Wanted> + Send + Sync + 'static) -> Remote<HeldVariables, Failure> {
    let hub = use_hub();
    Remote::keyed(wanted, move |wanted| async move { hub.heard(read(hub, wanted).await) })
}

/// Of more devices than one statement names, the whole fleet is asked about.
async fn read(hub: Hub, wanted: Wanted) -> Result<HeldVariables, Failure> {
    let of_devices = if wanted.devices.len() <= MOST_BY_ID {
        field("device").one_of(wanted.devices)
    } else {
        field("device/belongs_to__application").eq(wanted.fleet)
    };
    let query = Query::of("device_environment_variable")
        .select(VariableRow::SELECT.into_iter().chain(["device"]))
        .filter(field("name").one_of(wanted.names))
        .filter(of_devices);
    let rows = hub.client().rows::<VariableRow>(query).await?;
    let held = |row: VariableRow| Some((row.parent()?, Setting { name: row.name, value: row.value }));
    Ok(rows.into_iter().filter_map(held).collect())
}
