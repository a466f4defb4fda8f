//! The image installs of a device as its reports tell of them: made, changed, and gone (balena-api.md §6.5, §7).

use std::collections::BTreeSet;

use model::service_status::ServiceStatus;
use rusqlite::{Connection, OptionalExtension, params};

use crate::changes::{self, Changes};
use crate::error::StoreError;

use super::report_body::ServiceState;
use super::report_pace::Pace;

/// What is said of one image.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) image: i64,
    pub(super) release: i64,
    pub(super) state: ServiceState,
}

/// Makes or changes what is reported; what is not is gone from the device.
pub(super) fn apply(
    connection: &Connection,
    device: i64,
    said: &[Said],
    pace: &Pace,
    now: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let mut mentioned = BTreeSet::new();
    for said in said {
        upsert(connection, device, said, pace, now, changes)?;
        mentioned.insert(said.image);
    }
    drop_others(connection, device, &mentioned, pace, now, changes)
}

/// A status the API knows, in its own spelling; others say nothing.
fn known(status: Option<&str>) -> Option<&str> {
    status.filter(|word| match ServiceStatus::from_word(word) {
        ServiceStatus::Other(_) => false,
        status => status.as_str() == *word,
    })
}

fn upsert(
    connection: &Connection,
    device: i64,
    said: &Said,
    pace: &Pace,
    now: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let status = known(said.state.status.as_deref());
    let found: Option<(i64, bool)> = connection
        .prepare_cached("SELECT id, status = 'deleted' FROM image_install WHERE device = ?1 AND installs__image = ?2")?
        .query_row([device, said.image], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, was_deleted)) = found else {
        let status =
            status.ok_or_else(|| StoreError::rule("A service that is new on the device needs a known status."))?;
        connection
            .prepare_cached(
                "INSERT INTO image_install (created_at, modified_at, device, installs__image, is_provided_by__release, \
                 status, download_progress, install_date) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?1)",
            )?
            .execute(params![now, device, said.image, said.release, status, said.state.progress.flatten()])?;
        changes.push(changes::of_named(connection, "image_install", connection.last_insert_rowid())?);
        return Ok(());
    };
    if was_deleted {
        pace.forget(id);
    }
    let state = ServiceState { status: status.map(str::to_owned), progress: said.state.progress };
    if !pace.install(id, said.release, &state, now) {
        return Ok(());
    }
    let changed = connection
        .prepare_cached(
            "UPDATE image_install SET status = coalesce(?2, status), \
             download_progress = iif(?3, ?4, download_progress), is_provided_by__release = ?5, modified_at = ?6 \
             WHERE id = ?1 AND (status IS NOT coalesce(?2, status) OR is_provided_by__release <> ?5 \
              OR (?3 AND download_progress IS NOT ?4))",
        )?
        .execute(params![id, status, state.progress.is_some(), state.progress.flatten(), said.release, now])?;
    if changed > 0 {
        changes.push(changes::of_named(connection, "image_install", id)?);
    }
    Ok(())
}

fn drop_others(
    connection: &Connection,
    device: i64,
    mentioned: &BTreeSet<i64>,
    pace: &Pace,
    now: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let present: Vec<(i64, i64)> = connection
        .prepare_cached(
            "SELECT id, installs__image FROM image_install WHERE device = ?1 \
             AND NOT (status = 'deleted' AND download_progress IS NULL)",
        )?
        .query_map([device], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut delete = connection.prepare_cached(
        "UPDATE image_install SET status = 'deleted', download_progress = NULL, modified_at = ?2 WHERE id = ?1",
    )?;
    for (id, _) in present.into_iter().filter(|(_, image)| !mentioned.contains(image)) {
        delete.execute([id, now])?;
        pace.forget(id);
        changes.push(changes::of_named(connection, "image_install", id)?);
    }
    Ok(())
}

/// Writes a progress that has waited, unless the download is over.
pub(super) fn write_progress(
    connection: &Connection,
    install: i64,
    progress: i64,
    now: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let changed = connection
        .prepare_cached(
            "UPDATE image_install SET download_progress = ?2, modified_at = ?3 \
             WHERE id = ?1 AND status <> 'deleted' AND download_progress IS NOT NULL AND download_progress <> ?2",
        )?
        .execute([install, progress, now])?;
    if changed > 0 {
        changes.push(changes::of_named(connection, "image_install", install)?);
    }
    Ok(())
}
