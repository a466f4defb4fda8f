//! What a device says of itself, kept: its columns, its running release, its image installs (balena-api.md §7).

use std::collections::BTreeSet;

use model::update_status::UpdateStatus;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use wire::device_state::{AppReport, DeviceReport, ServiceReport};

use crate::changes::{self, Changes};
use crate::clock::now_ms;
use crate::done::Done;
use crate::error::StoreError;

use super::images::without_digest;

/// The longest text a device may report for one field, in characters.
const LONGEST: usize = 4_096;

/// Keeps the report of a device.
///
/// # Errors
/// [`StoreError::Forbidden`] if it names a release or an image that its fleet does not have, as the API answers.
pub fn apply(connection: &Connection, device: i64, report: &DeviceReport) -> Result<Done<()>, StoreError> {
    let now = now_ms();
    let mut columns = reported(report);
    let mut changes = Changes::default();
    if let Some(apps) = &report.apps {
        let mut mentioned = BTreeSet::new();
        let mut statuses = Vec::new();
        for (uuid, app) in apps {
            apply_app(connection, device, uuid, app, now, &mut columns, &mut mentioned, &mut changes)?;
            statuses.extend(app.releases.values().filter_map(|release| release.update_status));
        }
        drop_unmentioned(connection, device, &mentioned, now, &mut changes)?;
        if let Some(worst) = UpdateStatus::worst(statuses) {
            columns.push(("update_status", Value::Text(worst.as_str().to_owned())));
        }
    }
    if store_columns(connection, device, &columns, now)? {
        changes.push(changes::of_named(connection, "device", device)?);
    }
    Ok(Done { value: (), changed: changes.into_rows() })
}

fn reported(report: &DeviceReport) -> Vec<(&'static str, Value)> {
    let text = |value: &Option<String>| value.as_ref().map(|text| Value::Text(text.chars().take(LONGEST).collect()));
    let number = |value: Option<f64>| value.map(|number| Value::Integer(whole(number)));
    let progress = report.provisioning_progress.map(|progress| number(progress).unwrap_or(Value::Null));
    [
        ("status", text(&report.status)),
        ("os_version", text(&report.os_version)),
        ("os_variant", text(&report.os_variant)),
        ("supervisor_version", text(&report.supervisor_version)),
        ("provisioning_state", text(&report.provisioning_state)),
        ("provisioning_progress", progress),
        ("ip_address", text(&report.ip_address)),
        ("mac_address", text(&report.mac_address)),
        ("api_port", report.api_port.map(|port| Value::Integer(i64::from(port)))),
        ("api_secret", text(&report.api_secret)),
        ("cpu_id", text(&report.cpu_id)),
        ("is_undervolted", report.is_undervolted.map(|is| Value::Integer(i64::from(is)))),
        ("cpu_usage", number(report.cpu_usage)),
        ("cpu_temp", number(report.cpu_temp)),
        ("memory_usage", number(report.memory_usage)),
        ("memory_total", number(report.memory_total)),
        ("storage_usage", number(report.storage_usage)),
        ("storage_total", number(report.storage_total)),
        ("storage_block_device", text(&report.storage_block_device)),
    ]
    .into_iter()
    .filter_map(|(column, value)| Some((column, value?)))
    .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond an integer becomes the nearest one, which is wanted"
)]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Writes what differs; true if anything did.
fn store_columns(
    connection: &Connection,
    device: i64,
    columns: &[(&'static str, Value)],
    now: i64,
) -> Result<bool, StoreError> {
    if columns.is_empty() {
        return Ok(false);
    }
    let mut sets = Vec::new();
    let mut differs = Vec::new();
    let mut parameters = vec![Value::Integer(device), Value::Integer(now)];
    for (column, value) in columns {
        parameters.push(value.clone());
        let place = parameters.len();
        sets.push(format!("{column} = ?{place}"));
        differs.push(format!("{column} IS NOT ?{place}"));
        if *column == "update_status" {
            sets.push(format!(
                "last_update_status_event = iif(update_status IS ?{place}, last_update_status_event, ?2)"
            ));
        }
    }
    let sql =
        format!("UPDATE device SET {}, modified_at = ?2 WHERE id = ?1 AND ({})", sets.join(", "), differs.join(" OR "));
    Ok(connection.prepare_cached(&sql)?.execute(params_from_iter(parameters))? > 0)
}

#[expect(clippy::too_many_arguments, reason = "the parts of one report's application, collected by the caller")]
fn apply_app(
    connection: &Connection,
    device: i64,
    uuid: &str,
    app: &AppReport,
    now: i64,
    columns: &mut Vec<(&'static str, Value)>,
    mentioned: &mut BTreeSet<i64>,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if let Some(commit) = &app.release_uuid {
        let release = release(connection, device, uuid, commit)?;
        columns.push(("is_running__release", Value::Integer(release)));
    }
    for (commit, reported) in &app.releases {
        let release = release(connection, device, uuid, commit)?;
        for (name, service) in &reported.services {
            let image = image(connection, release, name, &service.image)?;
            let (install, is_changed) = store_install(connection, device, release, image, service, now)?;
            mentioned.insert(install);
            if is_changed {
                changes.push(changes::of_named(connection, "image_install", install)?);
            }
        }
    }
    Ok(())
}

/// A successful release of the device's fleet.
fn release(connection: &Connection, device: i64, app_uuid: &str, commit: &str) -> Result<i64, StoreError> {
    connection
        .prepare_cached(
            "SELECT r.id FROM release r JOIN application a ON a.id = r.belongs_to__application \
             JOIN device d ON d.belongs_to__application = a.id \
             WHERE d.id = ?1 AND a.uuid = ?2 AND r.\"commit\" = ?3 AND r.status = 'success'",
        )?
        .query_row(params![device, app_uuid, commit], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::Forbidden)
}

/// The release's image of a service, by its location.
fn image(connection: &Connection, release: i64, service: &str, location: &str) -> Result<i64, StoreError> {
    connection
        .prepare_cached(
            "SELECT i.id FROM release_image ri JOIN image i ON i.id = ri.image \
             JOIN service s ON s.id = i.is_a_build_of__service \
             WHERE ri.is_part_of__release = ?1 AND s.service_name = ?2 AND i.is_stored_at__image_location = ?3",
        )?
        .query_row(params![release, service, without_digest(location)], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::Forbidden)
}

/// Makes or changes the install; answers its id and whether anything changed. A progress that is absent stays.
fn store_install(
    connection: &Connection,
    device: i64,
    release: i64,
    image: i64,
    reported: &ServiceReport,
    now: i64,
) -> Result<(i64, bool), StoreError> {
    let status = reported.status.as_ref().map(|status| status.as_str().chars().take(64).collect::<String>());
    let says_progress = reported.download_progress.is_some();
    let progress = reported.download_progress.flatten().map(|progress| whole(progress).clamp(0, 100));
    let found: Option<i64> = connection
        .prepare_cached("SELECT id FROM image_install WHERE device = ?1 AND installs__image = ?2")?
        .query_row([device, image], |row| row.get(0))
        .optional()?;
    let Some(id) = found else {
        connection
            .prepare_cached(
                "INSERT INTO image_install (created_at, modified_at, device, installs__image, is_provided_by__release, \
                 status, download_progress, install_date) VALUES (?1, ?1, ?2, ?3, ?4, coalesce(?5, 'Unknown'), ?6, ?1)",
            )?
            .execute(params![now, device, image, release, status, progress])?;
        return Ok((connection.last_insert_rowid(), true));
    };
    let changed = connection
        .prepare_cached(
            "UPDATE image_install SET status = coalesce(?2, status), \
             download_progress = iif(?3, ?4, download_progress), is_provided_by__release = ?5, \
             install_date = iif(status = 'deleted', ?6, install_date), modified_at = ?6 \
             WHERE id = ?1 AND (status IS NOT coalesce(?2, status) OR is_provided_by__release <> ?5 \
              OR (?3 AND download_progress IS NOT ?4))",
        )?
        .execute(params![id, status, says_progress, progress, release, now])?;
    Ok((id, changed > 0))
}

/// What a report of applications does not mention is gone from the device.
fn drop_unmentioned(
    connection: &Connection,
    device: i64,
    mentioned: &BTreeSet<i64>,
    now: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let present: Vec<i64> = connection
        .prepare_cached("SELECT id FROM image_install WHERE device = ?1 AND status <> 'deleted'")?
        .query_map([device], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut delete = connection.prepare_cached(
        "UPDATE image_install SET status = 'deleted', download_progress = NULL, modified_at = ?2 WHERE id = ?1",
    )?;
    for id in present.into_iter().filter(|id| !mentioned.contains(id)) {
        delete.execute([id, now])?;
        changes.push(changes::of_named(connection, "image_install", id)?);
    }
    Ok(())
}
