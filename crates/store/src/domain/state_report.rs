//! What a device says of itself, kept: its columns, its running release, its image installs (balena-api.md §7).

use model::update_status::UpdateStatus;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use crate::changes::{self, Changes};
use crate::clock::now_ms;
use crate::doer::{Doer, Doing};
use crate::done::Done;
use crate::error::StoreError;

use super::legacy_report::{Install, LegacyReport};
use super::pins;
use super::report_body::{Column, Report};
use super::report_installs::{self, Said};
use super::report_pace::{Due, Pace, rounded};
use super::{device_metrics, report_releases, service_installs, system_targets};

/// Keeps the report of a device.
///
/// # Errors
/// [`StoreError::Forbidden`] if it names a release or an image that is none of the device's, as the API answers;
/// [`StoreError::Rule`] if a service that is new on the device has no status.
pub fn apply(connection: &Connection, device: i64, report: &Report, pace: &Pace) -> Result<Done<()>, StoreError> {
    let now = now_ms();
    let mut columns = report.columns.clone();
    let mut said = None;
    if let Some(apps) = &report.apps {
        let fleet = fleet_uuid(connection, device)?;
        let mut all = Vec::new();
        for (uuid, app) in apps {
            let named = report_releases::named(connection, device, uuid, app)?;
            if *uuid == fleet {
                let runs = app.runs.as_ref().and_then(|commit| named.releases.get(commit));
                columns.extend(runs.map(|release| ("is_running__release", Value::Integer(*release))));
                let worst = UpdateStatus::worst(app.releases.values().filter_map(|release| release.update_status));
                columns.extend(worst.map(|worst| ("update_status", Value::Text(worst.as_str().to_owned()))));
            }
            all.extend(named.said);
        }
        said = Some(all);
    }
    keep(connection, device, columns, &report.metrics, said.as_deref(), pace, now)
}

/// Keeps a report in the form of v2.
///
/// # Errors
/// As [`apply`]; [`StoreError::Conflict`] for a release that does not exist, [`StoreError::Rule`] for a name of two lines or
/// a pin that is not the fleet's.
pub fn apply_legacy(
    connection: &Connection,
    device: i64,
    legacy: &LegacyReport,
    pace: &Pace,
) -> Result<Done<()>, StoreError> {
    let now = now_ms();
    let mut columns = legacy.report.columns.clone();
    if let Some(name) = &legacy.device_name {
        if name.contains(['\n', '\r']) {
            return Err(StoreError::rule("Device name cannot contain any newline characters."));
        }
        columns.push(("device_name", Value::Text(name.clone())));
    }
    if let Some(release) = legacy.pin {
        pins::check(connection, device, release)?;
        columns.push(("is_pinned_on__release", Value::Integer(release)));
    }
    match &legacy.runs {
        None => {}
        Some(None) => columns.push(("is_running__release", Value::Null)),
        // A commit that is none of the fleet's is passed over.
        Some(Some(commit)) => {
            let release = running(connection, device, commit)?;
            columns.extend(release.map(|release| ("is_running__release", Value::Integer(release))));
        }
    }
    let said = match &legacy.installs {
        None => None,
        Some(installs) => {
            Some(installs.iter().map(|one| checked(connection, device, one)).collect::<Result<Vec<_>, _>>()?)
        }
    };
    let mut done = keep(connection, device, columns, &legacy.report.metrics, said.as_deref(), pace, now)?;
    if legacy.pin.is_some() {
        let mut changes = Changes::default();
        service_installs::of_device(connection, device, &mut changes)?;
        done.changed.extend(changes.into_rows());
    }
    Ok(done)
}

/// Writes what has waited for its interval.
pub fn write_due(connection: &Connection, due: &Due) -> Result<Done<()>, StoreError> {
    let now = now_ms();
    let mut changes = Changes::default();
    for (device, metrics) in &due.metrics {
        if store_columns(connection, *device, metrics, &[], now)? {
            changes.push(changes::of_named(connection, "device", *device)?);
        }
    }
    for (install, progress) in &due.progress {
        report_installs::write_progress(connection, *install, *progress, now, &mut changes)?;
    }
    Ok(Done { value: (), changed: changes.into_rows() })
}

fn keep(
    connection: &Connection,
    device: i64,
    mut columns: Vec<Column>,
    metrics: &[Column],
    said: Option<&[Said]>,
    pace: &Pace,
    now: i64,
) -> Result<Done<()>, StoreError> {
    let mut changes = Changes::default();
    let waiting = match pace.metrics(device, metrics, now) {
        // Held ones were rounded; what is to be written must be whole.
        Some(metrics) if metrics.iter().any(|(_, value)| matches!(value, Value::Real(_))) => {
            return Err(StoreError::WrongType { field: "metrics", wanted: "whole numbers" });
        }
        Some(metrics) => {
            columns.extend(metrics);
            Vec::new()
        }
        None => metrics.iter().map(rounded).collect(),
    };
    columns.extend(variant_in_version(&columns));
    let before = system_targets::Before::of(connection, device)?;
    if store_columns(connection, device, &columns, &waiting, now)? {
        pace.went_along(device, &waiting);
        system_targets::after_report(connection, device, before, &columns, &mut changes)?;
        changes.push(changes::of_named(connection, "device", device)?);
    }
    if let Some(said) = said {
        report_installs::apply(connection, device, said, pace, now, &mut changes)?;
    }
    Ok(Done { value: (), changed: changes.into_rows() })
}

/// Early versions say their variant in the version: `Resin OS 2.0.0+rev5 (prod)`.
fn variant_in_version(columns: &[Column]) -> Option<Column> {
    let value = |wanted: &str| columns.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
    let Some(Value::Text(version)) = value("os_version") else { return None };
    if matches!(value("os_variant"), Some(Value::Text(_))) {
        return None;
    }
    let (_, variant) = version.strip_suffix(')')?.rsplit_once('(')?;
    matches!(variant, "dev" | "prod").then(|| ("os_variant", Value::Text(variant.to_owned())))
}

/// Writes the columns, and with them those that waited, if a column differs; true if one did.
fn store_columns(
    connection: &Connection,
    device: i64,
    columns: &[Column],
    waiting: &[Column],
    now: i64,
) -> Result<bool, StoreError> {
    if columns.is_empty() {
        return Ok(false);
    }
    let mut sets = Vec::new();
    let mut differs = Vec::new();
    let mut parameters = vec![Value::Integer(device), Value::Integer(now)];
    for (at, (column, value)) in columns.iter().chain(waiting).enumerate() {
        parameters.push(value.clone());
        let place = parameters.len();
        sets.push(format!("{column} = ?{place}"));
        if at < columns.len() {
            differs.push(format!("{column} IS NOT ?{place}"));
        }
        if *column == "update_status" {
            sets.push("last_update_status_event = ?2".to_owned());
        }
    }
    let sql =
        format!("UPDATE device SET {}, modified_at = ?2 WHERE id = ?1 AND ({})", sets.join(", "), differs.join(" OR "));
    let _doing = Doing::by(Doer::Device);
    let is_written = connection.prepare_cached(&sql)?.execute(params_from_iter(parameters))? > 0;
    if is_written {
        device_metrics::sample(connection, device, columns, now)?;
    }
    Ok(is_written)
}

fn fleet_uuid(connection: &Connection, device: i64) -> Result<String, StoreError> {
    let sql = "SELECT a.uuid FROM device d JOIN application a ON a.id = d.belongs_to__application WHERE d.id = ?1";
    connection.prepare_cached(sql)?.query_row([device], |row| row.get(0)).optional()?.ok_or(StoreError::Forbidden)
}

fn running(connection: &Connection, device: i64, commit: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT r.id FROM release r JOIN device d ON d.belongs_to__application = r.belongs_to__application \
         WHERE d.id = ?1 AND r.\"commit\" = ?2 AND r.status = 'success'";
    Ok(connection.prepare_cached(sql)?.query_row(params![device, commit], |row| row.get(0)).optional()?)
}

/// An image of the fleet, provided by a release of the fleet.
fn checked(connection: &Connection, device: i64, install: &Install) -> Result<Said, StoreError> {
    let is_ours: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM release_image ri JOIN release r ON r.id = ri.is_part_of__release \
             JOIN application a ON a.id = r.belongs_to__application JOIN device d ON d.id = ?1 \
             WHERE ri.image = ?2 AND (a.id = d.belongs_to__application \
              OR r.id IN (d.should_be_managed_by__release, d.should_be_operated_by__release)))",
        )?
        .query_row([device, install.image], |row| row.get(0))?;
    if !is_ours {
        return Err(StoreError::Forbidden);
    }
    let owner: Option<i64> = connection
        .prepare_cached("SELECT belongs_to__application FROM release WHERE id = ?1")?
        .query_row([install.release], |row| row.get(0))
        .optional()?;
    let owner = owner.ok_or_else(|| StoreError::conflict("Data is referenced by is_provided_by__release."))?;
    let fleet: i64 = connection
        .prepare_cached("SELECT belongs_to__application FROM device WHERE id = ?1")?
        .query_row([device], |row| row.get(0))?;
    if owner != fleet {
        return Err(StoreError::Forbidden);
    }
    Ok(Said { image: install.image, release: install.release, state: install.state.clone() })
}
