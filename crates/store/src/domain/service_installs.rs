//! Service installs: made for a device when a release it is to run has a service new to it (balena-api.md §6.5).

use rusqlite::Connection;

use crate::cascade;
use crate::changed_row::ChangedRow;
use crate::changes::Changes;
use crate::clock::now_ms;
use crate::error::StoreError;
use crate::model_description;

/// Of the device's target, its host OS and its supervisor.
const INSERT: &str = "INSERT OR IGNORE INTO service_install (created_at, modified_at, device, installs__service) \
     SELECT DISTINCT ?2, ?2, d.id, i.is_a_build_of__service FROM device d \
     JOIN application a ON a.id = d.belongs_to__application \
     JOIN release_image ri ON ri.is_part_of__release IN (coalesce(d.is_pinned_on__release, a.should_be_running__release), \
      d.should_be_operated_by__release, d.should_be_managed_by__release) \
     JOIN image i ON i.id = ri.image WHERE";
const RETURNING: &str =
    "RETURNING id, device, (SELECT d.belongs_to__application FROM device d WHERE d.id = service_install.device)";

/// For one device.
pub(crate) fn of_device(connection: &Connection, device: i64, changes: &mut Changes) -> Result<(), StoreError> {
    insert(connection, "d.id = ?1", device, changes)
}

/// For every device of a fleet.
pub(crate) fn of_application(
    connection: &Connection,
    application: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    insert(connection, "d.belongs_to__application = ?1", application, changes)
}

fn insert(connection: &Connection, whose: &str, id: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let mut made = connection.prepare_cached(&format!("{INSERT} {whose} {RETURNING}"))?;
    for install in made.query_map([id, now_ms()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
        let (id, device, application) = install?;
        changes.push(ChangedRow { resource: "service_install", id, application, device: Some(device) });
    }
    Ok(())
}

/// Takes away those of the fleets a device has left; its host OS and its supervisor stay.
pub(crate) fn drop_foreign(connection: &Connection, device: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let foreign: Vec<i64> = connection
        .prepare_cached(
            "SELECT i.id FROM service_install i JOIN service s ON s.id = i.installs__service JOIN device d ON d.id = i.device \
             WHERE i.device = ?1 AND s.application <> d.belongs_to__application \
             AND NOT EXISTS (SELECT 1 FROM release r WHERE r.belongs_to__application = s.application \
              AND r.id IN (d.should_be_operated_by__release, d.should_be_managed_by__release))",
        )?
        .query_map([device], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let resource = model_description::resource("service_install")
        .ok_or_else(|| StoreError::internal("there is no resource service_install"))?;
    for install in foreign {
        cascade::delete(connection, resource, install, changes)?;
    }
    Ok(())
}

/// Notes every device that follows its fleet's target as changed: its `should_be_running__release` is another one now.
pub(crate) fn followers(connection: &Connection, application: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let sql = "SELECT id FROM device WHERE belongs_to__application = ?1 AND is_pinned_on__release IS NULL";
    let mut devices = connection.prepare_cached(sql)?;
    for device in devices.query_map([application], |row| row.get(0))? {
        changes.device(device?, application);
    }
    Ok(())
}
