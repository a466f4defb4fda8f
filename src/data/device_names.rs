//! The names of a handful of devices, asked for when a list of them is shown.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use odata::{Query, asc, field};
use query::remote::Remote;
use serde::Deserialize;

use super::failure::Failure;
use super::hub::use_hub;

/// More devices than this are not asked for at once: the address of the request stays bounded.
const MOST: usize = 200;

#[derive(Deserialize)]
struct Named {
    uuid: DeviceUuid,
    device_name: String,
}

/// Uuid and name of the devices with these numbers, by name; nothing is asked while there are none.
pub fn of(ids: Signal<Vec<i64>>) -> Remote<Vec<(DeviceUuid, String)>, Failure> {
    let hub = use_hub();
    Remote::keyed(
        move || Some(ids.get()).filter(|ids| !ids.is_empty()),
        move |ids| async move {
            let query = Query::of("device")
                .select(["uuid", "device_name"])
                .filter(field("id").one_of(ids.into_iter().take(MOST)))
                .order_by(asc("device_name"));
            let rows = hub.heard(hub.client().rows::<Named>(query).await)?;
            Ok(rows.into_iter().map(|row| (row.uuid, row.device_name)).collect())
        },
    )
}
