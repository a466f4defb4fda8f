//! Service installs: made for a device when its target release has a service new to it (balena-api.md §6.5).

use rusqlite::Connection;

use crate::changes::Changes;
use crate::clock::now_ms;
use crate::error::StoreError;

const INSERT: &str = "INSERT OR IGNORE INTO service_install (created_at, modified_at, device, installs__service) \
     SELECT DISTINCT ?2, ?2, d.id, i.is_a_build_of__service FROM device d \
     JOIN application a ON a.id = d.belongs_to__application \
     JOIN release_image ri ON ri.is_part_of__release = coalesce(d.is_pinned_on__release, a.should_be_running__release) \
     JOIN image i ON i.id = ri.image WHERE";

/// For one device.
pub(crate) fn of_device(connection: &Connection, device: i64) -> Result<(), StoreError> {
    connection.prepare_cached(&format!("{INSERT} d.id = ?1"))?.execute([device, now_ms()])?;
    Ok(())
}

/// For every device of a fleet.
pub(crate) fn of_application(connection: &Connection, application: i64) -> Result<(), StoreError> {
    connection.prepare_cached(&format!("{INSERT} d.belongs_to__application = ?1"))?.execute([application, now_ms()])?;
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
