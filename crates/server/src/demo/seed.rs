//! Making the fleets, releases and images through the API. What is there already stays; so a start that broke off goes on.

use clap::ValueEnum;
use http::Method;
use model::timestamp::Timestamp;
use platform::platform::Platform;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::manifests::{self, StoredManifest};

use crate::demo::api::{Api, ApiError};
use crate::demo::compose;
use crate::demo::error::DemoError;
use crate::demo::fleets::{DemoFleet, DemoRelease, DemoService, FLEETS};
use crate::demo::image;
use crate::world::plan::{Plan, PlannedDevice};

/// Bytes a second a device downloads: slow enough to watch.
const RATE: u64 = 400_000;
/// Milliseconds.
const DAY: i64 = 86_400_000;
const BUILD: i64 = 214_000;
const OS_VERSIONS: &[&str] = &["balenaOS 6.5.39+rev1", "balenaOS 6.5.39+rev1", "balenaOS 6.0.24", "balenaOS 5.4.3"];
const SUPERVISOR_VERSIONS: &[&str] = &["17.1.0", "17.1.0", "16.12.1", "15.3.1"];

/// Makes all of it; what the world is to run.
pub(crate) async fn seed(platform: &Platform, api: &Api) -> Result<Plan, DemoError> {
    let mut devices = Vec::new();
    for fleet in FLEETS {
        let id = seed_fleet(platform, api, fleet).await?;
        let key = api.json(Method::POST, &format!("/api-key/application/{id}/provisioning"), Some(&json!({}))).await?;
        devices.extend(fleet.devices.iter().enumerate().map(|(number, device)| {
            let pick = |from: &[&'static str]| from[number % from.len()].to_owned();
            PlannedDevice {
                name: device.name.to_owned(),
                uuid: hex_of(&format!("device {}", device.name)),
                fleet: id,
                device_type: match device.device_type {
                    "" => fleet.device_type.to_owned(),
                    own => own.to_owned(),
                },
                key: key.as_str().unwrap_or_default().to_owned(),
                rate: RATE,
                // Below the 20 s that devices are told, so that none is late (1.5 polls) on a busy machine.
                poll: 12 + number as u64 % 4,
                os_version: pick(OS_VERSIONS),
                supervisor_version: pick(SUPERVISOR_VERSIONS),
            }
        }));
    }
    Ok(Plan { api: String::new(), limit: devices.len(), devices })
}

async fn seed_fleet(platform: &Platform, api: &Api, fleet: &DemoFleet) -> Result<i64, DemoError> {
    let device_type = find(api, &format!("device_type?$select=id&$filter=slug eq '{}'", fleet.device_type)).await?;
    let organization = find(api, "organization?$select=id&$orderby=id asc&$top=1").await?;
    let named = format!("application?$select=id&$filter=app_name eq '{}'", fleet.name);
    let row = json!({"app_name": fleet.name, "organization": organization, "is_for__device_type": device_type});
    let id = ensure(api, &named, "application", &row).await?;
    for release in fleet.releases {
        seed_release(platform, api, fleet, id, release).await?;
    }
    if let Some(oldest) = fleet.releases.first().filter(|_| fleet.stays_on_old) {
        let target = release_id(api, fleet.name, oldest.semver).await?;
        let fields = json!({"should_track_latest_release": false, "should_be_running__release": target});
        api.change("application", id, &fields).await?;
    }
    Ok(id)
}

async fn seed_release(
    platform: &Platform,
    api: &Api,
    fleet: &DemoFleet,
    application: i64,
    release: &DemoRelease,
) -> Result<(), DemoError> {
    let commit = commit(fleet.name, release.semver);
    let began = store::clock::now_ms() - release.days_ago * DAY;
    let start = Timestamp::from_millis(began).to_string();
    let row = json!({
        "belongs_to__application": application, "commit": commit, "status": "running", "source": "cloud",
        "semver": release.semver, "note": release.note, "start_timestamp": start,
        "composition": compose::composition(fleet, release), "build_log": compose::release_log(fleet, release),
    });
    let id = ensure(api, &release_query(fleet.name, release.semver), "release", &row).await?;
    for service in fleet.services {
        seed_image(platform, api, application, id, service, release, began).await?;
    }
    let end = Timestamp::from_millis(began + BUILD).to_string();
    Ok(api.change("release", id, &json!({"status": "success", "end_timestamp": end})).await?)
}

async fn seed_image(
    platform: &Platform,
    api: &Api,
    application: i64,
    release: i64,
    service: &DemoService,
    made: &DemoRelease,
    began: i64,
) -> Result<(), DemoError> {
    let at = Timestamp::from_millis(began).to_string();
    let end = Timestamp::from_millis(began + BUILD / 2).to_string();
    let named =
        format!("service?$select=id&$filter=application eq {application} and service_name eq '{}'", service.name);
    let row = json!({"application": application, "service_name": service.name});
    let service_id = ensure(api, &named, "service", &row).await?;
    let built = format!(
        "release_image?$select=id&$filter=is_part_of__release eq {release} and image/any(i:i/is_a_build_of__service eq {service_id})"
    );
    if find(api, &built).await?.is_some() {
        return Ok(());
    }
    let kind = service.kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let (name, size, version, note) = (service.name, service.size, made.semver, made.note);
    let image = tokio::task::spawn_blocking(move || image::build(name, &kind, version, note, size))
        .await
        .map_err(std::io::Error::other)??;
    platform.blobs().put(&image.layer).await?;
    platform.blobs().put(&image.config).await?;
    let row = json!({
        "is_a_build_of__service": service_id, "status": "success", "start_timestamp": at, "push_timestamp": at,
        "end_timestamp": end, "image_size": image.layer.len(), "content_hash": image.digest,
        "project_type": "Standard Dockerfile", "dockerfile": compose::dockerfile(service, version),
        "build_log": compose::image_log(service, version, &image.digest),
    });
    let image_id = id_of(&api.create("image", &row).await?);
    let stored = StoredManifest { image: image_id, digest: image.digest, body: image.manifest };
    platform.store().write(move |connection| manifests::set(connection, &stored)).await?;
    api.create("release_image", &json!({"image": image_id, "is_part_of__release": release})).await?;
    Ok(())
}

/// A release of the demo, by its version.
pub(crate) async fn release_id(api: &Api, fleet: &str, semver: &str) -> Result<Option<i64>, ApiError> {
    find(api, &release_query(fleet, semver)).await
}

fn release_query(fleet: &str, semver: &str) -> String {
    format!("release?$select=id&$filter=commit eq '{}'", commit(fleet, semver))
}

/// The row that `query` finds, else a new one.
async fn ensure(api: &Api, query: &str, resource: &str, row: &Value) -> Result<i64, ApiError> {
    if let Some(id) = find(api, query).await? {
        return Ok(id);
    }
    Ok(id_of(&api.create(resource, row).await?))
}

async fn find(api: &Api, query: &str) -> Result<Option<i64>, ApiError> {
    Ok(api.rows(query).await?.first().map(id_of))
}

fn id_of(row: &Value) -> i64 {
    row["id"].as_i64().unwrap_or_default()
}

fn commit(fleet: &str, semver: &str) -> String {
    hex_of(&format!("release {fleet} {semver}"))
}

fn hex_of(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text).iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
