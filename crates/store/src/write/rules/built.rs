//! Which releases a fleet, and a device of it, may be pinned to.

use rusqlite::Connection;

use crate::error::StoreError;

/// Whether `release` was built with success and belongs to the fleet `application`.
pub(super) fn is_built_for(connection: &Connection, application: i64, release: i64) -> Result<bool, StoreError> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM release WHERE id = ?2 AND status = 'success' AND belongs_to__application = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([application, release], |row| row.get(0))?)
}
