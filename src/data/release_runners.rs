//! Which devices run a release, and since when.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use model::timestamp::Timestamp;
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use serde::Deserialize;

use super::failure::Failure;
use super::fleet_log::told_apart;
use super::hub::{Hub, use_hub};

/// A device that runs the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runner {
    pub uuid: DeviceUuid,
    /// When it began to install the release, in milliseconds since the Unix epoch by the server's clock: it has written none of
    /// the release's lines before. None where the API does not know.
    pub began_ms: Option<i64>,
}

/// Those that run it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Runners {
    /// All there are.
    pub count: u64,
    /// The first of them, by names that differ.
    pub devices: BTreeMap<String, Runner>,
}

#[derive(Deserialize)]
struct Row {
    uuid: DeviceUuid,
    device_name: String,
    #[serde(default)]
    image_install: Vec<Install>,
}

#[derive(Deserialize)]
struct Install {
    install_date: Option<Timestamp>,
}

/// Reads at most `most` of the devices that run a release; nothing is asked while it is none.
pub fn of(release: Signal<Option<i64>>, most: u64) -> Remote<Runners, Failure> {
    let hub = use_hub();
    Remote::keyed(move || release.get(), move |release| async move { hub.heard(read(hub, release, most).await) })
}

async fn read(hub: Hub, release: i64, most: u64) -> Result<Runners, Failure> {
    let running = || Query::of("device").filter(field("is_running__release").eq(release));
    let installs =
        Expand::of("image_install").select(["install_date"]).filter(field("is_provided_by__release").eq(release));
    let query = running().select(["uuid", "device_name"]).expand(installs).order_by(asc("device_name")).top(most);
    let client = hub.client();
    let rows = client.rows::<Row>(query).await?;
    let count = if (rows.len() as u64) < most { rows.len() as u64 } else { client.count(running().count()).await? };
    Ok(runners(rows, count))
}

fn runners(rows: Vec<Row>, count: u64) -> Runners {
    let began: BTreeMap<DeviceUuid, Option<i64>> = rows.iter().map(|row| (row.uuid.clone(), began_ms(row))).collect();
    let named = told_apart(rows.into_iter().map(|row| (row.device_name, row.uuid)).collect());
    let devices = named.map(|(name, uuid)| {
        let began_ms = began.get(&uuid).copied().flatten();
        (name, Runner { uuid, began_ms })
    });
    Runners { count, devices: devices.collect() }
}

/// The first of the release's images: one that is read earlier than it was run is on the safe side.
fn began_ms(row: &Row) -> Option<i64> {
    row.image_install.iter().filter_map(|install| install.install_date.map(Timestamp::millis)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_began_with_the_first_image() {
        let text = r#"[{"uuid":"7f3a9c1e2b04d5a67f3a9c1e2b04d5a6","device_name":"ford","image_install":[
            {"install_date":"2026-11-22T10:00:05.000Z"},{"install_date":"2026-11-22T10:00:01.000Z"}]},
            {"uuid":"8f3a9c1e2b04d5a67f3a9c1e2b04d5a6","device_name":"mill","image_install":[]},
            {"uuid":"9f3a9c1e2b04d5a67f3a9c1e2b04d5a6","device_name":"mill","image_install":[{"install_date":null}]}]"#;
        let found = runners(serde_json::from_str(text).unwrap(), 3);
        let began: Vec<_> =
            found.devices.iter().map(|(name, runner)| (name.as_str(), runner.began_ms.is_some())).collect();
        assert_eq!(began, [("ford", true), ("mill (8f3a9c1)", false), ("mill (9f3a9c1)", false)]);
        assert_eq!(found.devices["ford"].began_ms.map(|ms| ms % 60_000), Some(1_000));
    }
}
