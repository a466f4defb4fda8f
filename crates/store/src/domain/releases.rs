//! Which release a fleet tracks (balena-api.md §6.5).

use rusqlite::{Connection, OptionalExtension};

use crate::changed_row::ChangedRow;
use crate::changes::{self, Changes};
use crate::clock::now_ms;
use crate::error::StoreError;

use super::service_installs;

/// Points a fleet that tracks the latest release at it: the newest `start_timestamp` among what is success, final, not
/// invalidated and passing tests. A fleet that does not track, or has no such release, is left alone.
pub fn track_latest(connection: &Connection, application: i64) -> Result<Vec<ChangedRow>, StoreError> {
    let mut changes = Changes::default();
    track(connection, application, &mut changes)?;
    Ok(changes.into_rows())
}

pub(crate) fn track(connection: &Connection, application: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let latest: Option<i64> = connection
        .prepare_cached(
            "SELECT id FROM release WHERE belongs_to__application = ?1 AND status = 'success' AND is_final \
             AND NOT is_invalidated AND is_passing_tests ORDER BY start_timestamp DESC, id DESC LIMIT 1",
        )?
        .query_row([application], |row| row.get(0))
        .optional()?;
    let Some(latest) = latest else { return Ok(()) };
    let changed = connection
        .prepare_cached(
            "UPDATE application SET should_be_running__release = ?2, modified_at = ?3 \
             WHERE id = ?1 AND should_track_latest_release AND should_be_running__release IS NOT ?2",
        )?
        .execute((application, latest, now_ms()))?;
    if changed > 0 {
        service_installs::of_application(connection, application, changes)?;
        service_installs::followers(connection, application, changes)?;
        changes.push(changes::of_named(connection, "application", application)?);
    }
    Ok(())
}

/// What a release is called.
pub(crate) fn raw_version(connection: &Connection, release: i64) -> Result<String, StoreError> {
    let request = odata::Query::of("release").id(release).select(["raw_version"]).into();
    let rows = crate::compile::answer(connection, crate::access::Access::System, &request)?;
    Ok(rows[0]["raw_version"].as_str().unwrap_or_default().to_owned())
}
