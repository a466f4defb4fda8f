//! Images: where they are stored, and what a finished one must have (balena-api.md §6.5).

use rusqlite::Connection;

use crate::domain::images;
use crate::error::StoreError;

use super::super::values::Values;

pub(super) fn before_create(connection: &Connection, values: &mut Values) -> Result<(), StoreError> {
    values.set("is_stored_at__image_location", images::new_location(connection)?);
    Ok(())
}

/// What has been written is whole.
pub(super) fn necessary(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let is_whole: bool = connection
        .prepare_cached("SELECT status <> 'success' OR push_timestamp IS NOT NULL FROM image WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    if is_whole {
        return Ok(());
    }
    Err(StoreError::rule(
        "It is necessary that each image that has a status that is equal to \"success\", has a push timestamp.",
    ))
}
