//! Actors: what an API key acts as (balena-api.md §6.1).

use rusqlite::{Connection, OptionalExtension};

use crate::clock::now_ms;
use crate::error::StoreError;

/// What an actor is, with its id there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    User(i64),
    Application(i64),
    Device(i64),
}

pub(crate) fn create(connection: &Connection) -> Result<i64, StoreError> {
    connection.prepare_cached("INSERT INTO actor (created_at, modified_at) VALUES (?1, ?1)")?.execute([now_ms()])?;
    Ok(connection.last_insert_rowid())
}

/// What an actor is; none if there is no such actor.
pub fn kind(connection: &Connection, actor: i64) -> Result<Option<ActorKind>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT 0, id FROM \"user\" WHERE actor = ?1 UNION ALL SELECT 1, id FROM application WHERE actor = ?1 \
             UNION ALL SELECT 2, id FROM device WHERE actor = ?1",
        )?
        .query_row([actor], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(kind, id)| match kind {
        0 => ActorKind::User(id),
        1 => ActorKind::Application(id),
        _ => ActorKind::Device(id),
    }))
}

/// The actor of a fleet.
pub fn of_application(connection: &Connection, application: i64) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT actor FROM application WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([application], |row| row.get(0)).optional()?)
}

/// The actor of a device.
pub fn of_device(connection: &Connection, device: i64) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT actor FROM device WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([device], |row| row.get(0)).optional()?)
}
