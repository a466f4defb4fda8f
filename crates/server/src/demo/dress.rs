//! What the demo's devices get once they have entered their fleets: tags, notes, and their stories.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::demo::api::{Api, ApiError};
use crate::demo::fleets::{DemoDevice, DemoFleet, FLEETS, Story};
use crate::demo::seed::release_id;
use crate::demo_service::update_lock::HOLD_UPDATE_LOCK;
use crate::world::plan::{Plan, PlannedDevice, folder};

const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Devices that have not come by then are left as they are.
const WITHIN: Duration = Duration::from_mins(10);

fn mark(data: &Path) -> PathBuf {
    folder(data).join("dressed")
}

/// Whether it has been done.
pub(crate) fn is_done(data: &Path) -> bool {
    mark(data).exists()
}

/// Waits for each device and does what is to be done.
pub(crate) async fn dress(api: &Api, plan: &Plan, data: &Path) {
    let deadline = Instant::now() + WITHIN;
    let mut tagged = HashSet::new();
    let mut done = HashSet::new();
    while done.len() < plan.running().count() && Instant::now() < deadline {
        for (fleet, device, planned) in cast(plan) {
            if done.contains(device.name) {
                continue;
            }
            match step(api, fleet, device, planned, data, &mut tagged).await {
                Ok(true) => {
                    done.insert(device.name);
                }
                Ok(false) => {}
                Err(error) => tracing::warn!(device = device.name, %error, "the demo device is not as it should be"),
            }
        }
        sleep(LOOK_EVERY).await;
    }
    if let Err(error) = fs::write(mark(data), "") {
        tracing::warn!(%error, "the demo world's mark could not be written");
    }
}

/// Each device that runs, with its fleet.
fn cast(plan: &Plan) -> impl Iterator<Item = (&'static DemoFleet, &'static DemoDevice, &PlannedDevice)> {
    plan.running().filter_map(|planned| {
        FLEETS.iter().find_map(|fleet| {
            let device = fleet.devices.iter().find(|device| device.name == planned.name)?;
            Some((fleet, device, planned))
        })
    })
}

/// One look at a device; whether nothing is left to do.
async fn step(
    api: &Api,
    fleet: &DemoFleet,
    device: &DemoDevice,
    planned: &PlannedDevice,
    data: &Path,
    tagged: &mut HashSet<&'static str>,
) -> Result<bool, ApiError> {
    let query = format!("device?$select=id,is_running__release&$filter=uuid eq '{}'", planned.uuid);
    let rows = api.rows(&query).await?;
    let Some((row, id)) = rows.first().and_then(|row| Some((row, row["id"].as_i64()?))) else { return Ok(false) };
    let running = row["is_running__release"]["__id"].as_i64();
    let old = match fleet.releases.first() {
        Some(oldest) => release_id(api, fleet.name, oldest.semver).await?,
        None => None,
    };
    if tagged.insert(device.name) {
        for (key, value) in device.tags {
            api.ensure("device_tag", &json!({"device": id, "tag_key": key, "value": value})).await?;
        }
        let mut fields = serde_json::Map::from_iter([("device_name".to_owned(), device.name.into())]);
        if !device.note.is_empty() {
            fields.insert("note".to_owned(), device.note.into());
        }
        if device.story == Story::Locked {
            let variable = json!({"device": id, "name": HOLD_UPDATE_LOCK, "value": "1"});
            api.ensure("device_environment_variable", &variable).await?;
        }
        if matches!(device.story, Story::Locked | Story::Pinned) {
            fields.insert("is_pinned_on__release".to_owned(), old.into());
        }
        api.change("device", id, &Value::Object(fields)).await?;
    }
    match device.story {
        Story::Plain | Story::Pinned => Ok(true),
        Story::Offline if running.is_some() => {
            if let Err(error) = fs::write(planned.retired_mark(data), "") {
                tracing::warn!(%error, device = device.name, "the device could not be retired");
            }
            Ok(true)
        }
        // Its services hold the lock by now; the newer release waits for them.
        Story::Locked if running.is_some() && running == old => {
            api.change("device", id, &json!({"is_pinned_on__release": null})).await?;
            Ok(true)
        }
        Story::Offline | Story::Locked => Ok(false),
    }
}
