//! A release as a device is to run it: its services with image, environment, labels and compose part (balena-api.md §4).

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;
use wire::device_state::{ReleaseTarget, ServiceTarget};

use crate::error::StoreError;

use super::variables::{From, overlay};

/// Configuration that becomes a label of every service that has not got it: older supervisors look for it there.
const AS_LABELS: [(&str, &str); 2] = [
    ("RESIN_SUPERVISOR_UPDATE_STRATEGY", "io.resin.update.strategy"),
    ("RESIN_SUPERVISOR_HANDOVER_TIMEOUT", "io.resin.update.handover-timeout"),
];

/// For whom a release is described.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whom<'a> {
    /// None: for any device of the fleet.
    pub(super) device: Option<i64>,
    /// The application that owns the release.
    pub(super) application: i64,
    /// The configuration whose labels the services get.
    pub(super) config: &'a BTreeMap<String, String>,
    /// Labels every service has unless its own say otherwise.
    pub(super) labels: &'a [(&'static str, &'static str)],
}

/// The release's commit and what of it is to run.
pub(super) fn target(
    connection: &Connection,
    whom: &Whom<'_>,
    release: i64,
) -> Result<(String, ReleaseTarget), StoreError> {
    let (commit, composition): (String, String) = connection
        .prepare_cached("SELECT \"commit\", composition FROM release WHERE id = ?1")?
        .query_row([release], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let composition: Value = serde_json::from_str(&composition).unwrap_or_default();
    let part = |name: &str| composition.get(name).filter(|part| !part.is_null());
    let mut services = BTreeMap::new();
    for image in images(connection, whom.device, release)? {
        let of_service = part("services").and_then(|services| services.get(&image.service_name));
        let target = service(connection, whom, &image, of_service)?;
        services.insert(image.service_name, target);
    }
    let (networks, volumes) = (part("networks").cloned(), part("volumes").cloned());
    Ok((commit, ReleaseTarget { id: release, services, networks, volumes }))
}

/// One image of the release, with its service and the device's install of it.
struct Image {
    /// Its row in the release.
    part: i64,
    id: i64,
    location: String,
    contract: Option<String>,
    service: i64,
    service_name: String,
    service_install: Option<i64>,
}

fn images(connection: &Connection, device: Option<i64>, release: i64) -> Result<Vec<Image>, StoreError> {
    let mut rows = connection.prepare_cached(
        "SELECT ri.id, i.id, lower(i.is_stored_at__image_location || coalesce('@' || i.content_hash, '')), i.contract, \
         s.id, s.service_name, si.id FROM release_image ri JOIN image i ON i.id = ri.image \
         JOIN service s ON s.id = i.is_a_build_of__service \
         LEFT JOIN service_install si ON si.installs__service = s.id AND si.device = ?1 \
         WHERE ri.is_part_of__release = ?2 ORDER BY ri.id",
    )?;
    let images = rows.query_map((device, release), |row| {
        Ok(Image {
            part: row.get(0)?,
            id: row.get(1)?,
            location: row.get(2)?,
            contract: row.get(3)?,
            service: row.get(4)?,
            service_name: row.get(5)?,
            service_install: row.get(6)?,
        })
    })?;
    Ok(images.collect::<Result<_, _>>()?)
}

/// The environment low to high: image, fleet, service, device, device's service; labels: image, service.
fn service(
    connection: &Connection,
    whom: &Whom<'_>,
    image: &Image,
    composition: Option<&Value>,
) -> Result<ServiceTarget, StoreError> {
    let mut environment = BTreeMap::new();
    overlay(connection, &mut environment, From::ImageEnvironment, image.part)?;
    overlay(connection, &mut environment, From::ApplicationEnvironment, whom.application)?;
    overlay(connection, &mut environment, From::ServiceEnvironment, image.service)?;
    if let Some(device) = whom.device {
        overlay(connection, &mut environment, From::DeviceEnvironment, device)?;
    }
    if let Some(install) = image.service_install {
        overlay(connection, &mut environment, From::DeviceServiceEnvironment, install)?;
    }
    let mut labels: BTreeMap<_, _> =
        whom.labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    overlay(connection, &mut labels, From::ImageLabel, image.part)?;
    overlay(connection, &mut labels, From::ServiceLabel, image.service)?;
    for (variable, label) in AS_LABELS {
        if let Some(value) = whom.config.get(variable) {
            labels.entry(label.to_owned()).or_insert_with(|| value.clone());
        }
    }
    let contract = image.contract.as_deref().and_then(|contract| serde_json::from_str::<Value>(contract).ok());
    Ok(ServiceTarget {
        id: image.service,
        image_id: image.id,
        image: image.location.clone(),
        environment,
        labels,
        contract: contract.filter(|contract| !contract.is_null()),
        composition: composition.filter(|part| !part.is_null()).cloned().map(without_build),
    })
}

/// `build` is for builders; a device has the image.
fn without_build(mut composition: Value) -> Value {
    if let Some(members) = composition.as_object_mut() {
        members.remove("build");
    }
    composition
}
