//! Devices: names, pins, and moving to another fleet (balena-api.md §6.4).

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::changes::Changes;
use crate::clock::now_ms;
use crate::domain::service_installs;
use crate::error::StoreError;

use super::super::values::Values;
use super::built::is_built_for;

pub(super) fn before_update(connection: &Connection, id: i64, values: &mut Values) -> Result<(), StoreError> {
    if values.text("device_name").is_some_and(|name| name.contains(['\n', '\r'])) {
        return Err(StoreError::rule("Device name cannot contain any newline characters."));
    }
    let fleet: i64 = connection
        .prepare_cached("SELECT belongs_to__application FROM device WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let new_fleet = values.integer("belongs_to__application").unwrap_or(fleet);
    if new_fleet != fleet {
        values.set_default("is_pinned_on__release", Value::Null);
        check_device_type(connection, id, new_fleet)?;
    }
    if let Some(release) = values.integer("is_pinned_on__release")
        && !is_built_for(connection, new_fleet, release)?
    {
        return Err(StoreError::rule(
            "It is necessary that each release that is pinned to a device, has a status that is equal to \"success\" \
                 and belongs to an application1 that the device belongs to.",
        ));
    }
    Ok(())
}

/// A device runs what its fleet's device type runs: both must have one CPU architecture.
fn check_device_type(connection: &Connection, device: i64, fleet: i64) -> Result<(), StoreError> {
    let fits: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM device d JOIN device_type own ON own.id = d.is_of__device_type \
             JOIN application a ON a.id = ?2 JOIN device_type its ON its.id = a.is_for__device_type \
             WHERE d.id = ?1 AND own.is_of__cpu_architecture = its.is_of__cpu_architecture)",
        )?
        .query_row([device, fleet], |row| row.get(0))?;
    if fits {
        return Ok(());
    }
    Err(StoreError::rule("The device's type does not fit the fleet: its cpu architecture is another one."))
}

pub(super) fn after_write(
    connection: &Connection,
    id: i64,
    values: &Values,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if values.has("belongs_to__application") {
        // What the former fleet had installed is no longer wanted here.
        connection
            .prepare_cached(
                "UPDATE image_install SET status = 'deleted', modified_at = ?2 WHERE device = ?1 AND status <> 'deleted' \
                 AND is_provided_by__release IN (SELECT r.id FROM release r WHERE r.belongs_to__application <> \
                  (SELECT d.belongs_to__application FROM device d WHERE d.id = ?1))",
            )?
            .execute([id, now_ms()])?;
        connection
            .prepare_cached(
                "DELETE FROM service_install WHERE device = ?1 AND installs__service IN \
                 (SELECT s.id FROM service s WHERE s.application <> \
                  (SELECT d.belongs_to__application FROM device d WHERE d.id = ?1))",
            )?
            .execute([id])?;
        // The actor's image installs changed with it; who shows them asks again for the device.
        changes.push(crate::changes::of_named(connection, "device", id)?);
    }
    if values.has("belongs_to__application") || values.has("is_pinned_on__release") {
        service_installs::of_device(connection, id)?;
    }
    Ok(())
}
