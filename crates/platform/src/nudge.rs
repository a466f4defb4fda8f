//! Tells connected devices to look at their target state now, after it changed (balena-api.md §6.4, `/v1/update`).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde_json::Value;
use store::access::Access;
use store::changed_row::ChangedRow;
use tokio::sync::Semaphore;

use crate::state::Shared;
use crate::supervisor::find::{Found, Whom, find};
use crate::supervisor::relay::{Ask, ask};

/// How long a device may take; it polls by itself anyway.
const WITHIN: Duration = Duration::from_secs(10);
/// Devices told at once.
const AT_ONCE: usize = 64;

/// Resources whose rows make up a target state.
const TARGETS: [&str; 14] = [
    "device",
    "application",
    "release",
    "release_image",
    "service_label",
    "image_label",
    "image_environment_variable",
    "application_environment_variable",
    "application_config_variable",
    "service_environment_variable",
    "device_environment_variable",
    "device_config_variable",
    "device_service_environment_variable",
    "service",
];

/// What of a device or a fleet is in its target state; the rest of their rows does not concern devices.
const FIELDS: [(&str, &[&str]); 2] = [
    (
        "device",
        &[
            "belongs_to__application",
            "device_name",
            "is_pinned_on__release",
            "should_be_managed_by__release",
            "should_be_operated_by__release",
        ],
    ),
    ("application", &["should_be_running__release", "should_track_latest_release"]),
];

/// Whether a write of this body to `resource` changes what devices should be.
pub(crate) fn concerns(resource: &str, body: &Value) -> bool {
    let fields = FIELDS.iter().find(|(name, _)| *name == resource);
    TARGETS.contains(&resource) && fields.is_none_or(|(_, fields)| fields.iter().any(|field| body.get(field).is_some()))
}

/// Fire and forget, in the background, for a write that concerns devices and changed these rows.
pub(crate) fn after(state: &Shared, changed: &[ChangedRow]) {
    if changed.is_empty() {
        return;
    }
    let fleets: BTreeSet<i64> =
        changed.iter().filter(|row| row.device.is_none()).filter_map(|row| row.application).collect();
    let devices: BTreeSet<i64> = changed.iter().filter_map(|row| row.device).collect();
    let shared = Arc::clone(state);
    state.tasks.spawn(async move {
        let tell = tell(&shared, fleets, devices);
        tokio::select! {
            () = tell => {}
            () = shared.shutdown.cancelled() => {}
        }
    });
}

async fn tell(state: &Shared, fleets: BTreeSet<i64>, devices: BTreeSet<i64>) {
    let whom = fleets.into_iter().map(Whom::fleet).chain(devices.into_iter().map(Whom::device));
    let mut told = BTreeSet::new();
    let places = Semaphore::new(AT_ONCE);
    for whom in whom {
        let found = find(state, Access::System, &whom, true).await.unwrap_or_default();
        let found: Vec<Found> = found.into_iter().filter(|device| told.insert(device.id)).collect();
        futures_util::future::join_all(found.iter().map(|device| one(state, device, &places))).await;
    }
}

async fn one(state: &Shared, device: &Found, places: &Semaphore) {
    let Ok(_place) = places.acquire().await else { return };
    let question =
        Ask { method: Method::POST, path: "v1/update".to_owned(), data: Some(serde_json::json!({})), within: WITHIN };
    if let Err(error) = ask(state, &device.reach, &device.supervisor, question).await {
        tracing::debug!(device = device.id, %error, "a device was not told of its new target; it will find out by polling");
    }
}
