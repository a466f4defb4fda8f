//! What a device should be: target state v3 (balena-api.md §4).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use wire::device_state::{AppTarget, DeviceTarget, ReleaseTarget, ServiceTarget};

use crate::error::StoreError;

use super::variables::{From, overlay};

const POLL_INTERVALS: [&str; 2] = ["RESIN_SUPERVISOR_POLL_INTERVAL", "BALENA_SUPERVISOR_POLL_INTERVAL"];

/// The target of a device; none if there is no such device. Poll intervals are raised to `minimum_poll_ms`.
pub fn of_device(
    connection: &Connection,
    device: i64,
    minimum_poll_ms: i64,
) -> Result<Option<DeviceTarget>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT d.device_name, a.id, a.uuid, a.app_name, a.is_of__class, a.is_host, \
             coalesce(d.is_pinned_on__release, a.should_be_running__release) \
             FROM device d JOIN application a ON a.id = d.belongs_to__application WHERE d.id = ?1",
        )?
        .query_row([device], |row| {
            let app = AppTarget {
                id: row.get(1)?,
                name: row.get(3)?,
                class: row.get(4)?,
                is_host: row.get(5)?,
                releases: BTreeMap::new(),
            };
            Ok((row.get(0)?, row.get(2)?, app, row.get(6)?))
        })
        .optional()?;
    let Some((name, uuid, mut app, release)): Option<(String, String, AppTarget, Option<i64>)> = found else {
        return Ok(None);
    };
    if let Some(release) = release {
        let (commit, target) = release_target(connection, device, app.id, release)?;
        app.releases.insert(commit, target);
    }
    let config = config(connection, device, app.id, minimum_poll_ms)?;
    Ok(Some(DeviceTarget { name, config, apps: BTreeMap::from([(uuid, app)]) }))
}

/// The fleet's configuration under the device's, without what is only for front ends.
fn config(
    connection: &Connection,
    device: i64,
    application: i64,
    minimum_poll_ms: i64,
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut config = BTreeMap::new();
    overlay(connection, &mut config, From::ApplicationConfig, application)?;
    overlay(connection, &mut config, From::DeviceConfig, device)?;
    config.retain(|name, _| !name.starts_with("RESIN_UI_") && !name.starts_with("BALENA_UI_"));
    let mut is_set = false;
    for name in POLL_INTERVALS {
        if let Some(value) = config.get_mut(name) {
            is_set = true;
            let asked = value.parse().unwrap_or(minimum_poll_ms);
            *value = minimum_poll_ms.max(asked).to_string();
        }
    }
    if !is_set {
        config.insert(POLL_INTERVALS[0].to_owned(), minimum_poll_ms.to_string());
    }
    Ok(config)
}

fn release_target(
    connection: &Connection,
    device: i64,
    application: i64,
    release: i64,
) -> Result<(String, ReleaseTarget), StoreError> {
    let (commit, composition): (String, String) = connection
        .prepare_cached("SELECT \"commit\", composition FROM release WHERE id = ?1")?
        .query_row([release], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let composition: Value = serde_json::from_str(&composition).unwrap_or_default();
    let named = |part: &str| -> BTreeMap<String, Value> {
        let members = composition.get(part).and_then(Value::as_object);
        members.map(|members| members.clone().into_iter().collect()).unwrap_or_default()
    };
    let mut services = BTreeMap::new();
    for part in parts(connection, device, release)? {
        let of_service = composition.get("services").and_then(|services| services.get(&part.service_name));
        let target = part.target(connection, device, application, of_service)?;
        services.insert(part.service_name, target);
    }
    Ok((commit, ReleaseTarget { id: release, services, networks: named("networks"), volumes: named("volumes") }))
}

/// One image of the release, with its service and the device's install of it.
struct Part {
    release_image: i64,
    image: i64,
    location: String,
    contract: Option<String>,
    service: i64,
    service_name: String,
    service_install: Option<i64>,
}

fn parts(connection: &Connection, device: i64, release: i64) -> Result<Vec<Part>, StoreError> {
    let mut rows = connection.prepare_cached(
        "SELECT ri.id, i.id, i.is_stored_at__image_location || coalesce('@' || i.content_hash, ''), i.contract, \
         s.id, s.service_name, si.id FROM release_image ri JOIN image i ON i.id = ri.image \
         JOIN service s ON s.id = i.is_a_build_of__service \
         LEFT JOIN service_install si ON si.installs__service = s.id AND si.device = ?1 \
         WHERE ri.is_part_of__release = ?2 ORDER BY ri.id",
    )?;
    let parts = rows.query_map([device, release], |row| {
        Ok(Part {
            release_image: row.get(0)?,
            image: row.get(1)?,
            location: row.get(2)?,
            contract: row.get(3)?,
            service: row.get(4)?,
            service_name: row.get(5)?,
            service_install: row.get(6)?,
        })
    })?;
    Ok(parts.collect::<Result<_, _>>()?)
}

impl Part {
    /// The environment low to high: image, fleet, service, device, device's service; labels: image, service.
    fn target(
        &self,
        connection: &Connection,
        device: i64,
        application: i64,
        composition: Option<&Value>,
    ) -> Result<ServiceTarget, StoreError> {
        let mut environment = BTreeMap::new();
        overlay(connection, &mut environment, From::ImageEnvironment, self.release_image)?;
        overlay(connection, &mut environment, From::ApplicationEnvironment, application)?;
        overlay(connection, &mut environment, From::ServiceEnvironment, self.service)?;
        overlay(connection, &mut environment, From::DeviceEnvironment, device)?;
        if let Some(install) = self.service_install {
            overlay(connection, &mut environment, From::DeviceServiceEnvironment, install)?;
        }
        let mut labels = BTreeMap::new();
        overlay(connection, &mut labels, From::ImageLabel, self.release_image)?;
        overlay(connection, &mut labels, From::ServiceLabel, self.service)?;
        Ok(ServiceTarget {
            id: self.service,
            image_id: self.image,
            image: self.location.clone(),
            environment,
            labels,
            contract: self.contract.as_deref().and_then(|contract| serde_json::from_str(contract).ok()),
            composition: Some(composition.cloned().unwrap_or_else(|| Value::Object(serde_json::Map::default()))),
        })
    }
}
