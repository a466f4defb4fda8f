//! Deleting a row with all that hangs on it, each noted as changed. The rows themselves go by the foreign keys of the
//! schema, in the same statement; this says which they are.

use rusqlite::{Connection, OptionalExtension};

use crate::changed_row::ChangedRow;
use crate::changes::{self, Changes};
use crate::error::StoreError;
use crate::model_description;
use crate::model_description::resource::{Resource, Tenancy};

/// Whose field is which row: gone with it (the balena API's own list).
const DEPENDENTS: [(&str, &[(&str, &str)]); 7] = [
    (
        "application",
        &[
            ("device", "belongs_to__application"),
            ("application_config_variable", "application"),
            ("application_environment_variable", "application"),
            ("application_tag", "application"),
            ("release", "belongs_to__application"),
            ("service", "application"),
        ],
    ),
    (
        "device",
        &[
            ("device_config_variable", "device"),
            ("device_environment_variable", "device"),
            ("device_tag", "device"),
            ("image_install", "device"),
            ("service_install", "device"),
        ],
    ),
    ("image", &[("image_install", "installs__image"), ("release_image", "image")]),
    ("release_image", &[("image_label", "release_image"), ("image_environment_variable", "release_image")]),
    (
        "release",
        &[
            ("release_asset", "release"),
            ("release_tag", "release"),
            ("release_image", "is_part_of__release"),
            ("image_install", "is_provided_by__release"),
        ],
    ),
    (
        "service",
        &[
            ("service_environment_variable", "service"),
            ("service_install", "installs__service"),
            ("image", "is_a_build_of__service"),
            ("service_label", "service"),
        ],
    ),
    ("service_install", &[("device_service_environment_variable", "service_install")]),
];

/// Deletes the row.
///
/// # Errors
/// [`StoreError::Conflict`] for a release that is some device's host OS or supervisor.
pub(crate) fn delete(
    connection: &Connection,
    resource: &'static Resource,
    id: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let row = changes::of(connection, resource, id)?;
    note(connection, resource, &row, changes)?;
    connection.prepare_cached(&format!("DELETE FROM \"{}\" WHERE id = ?1", resource.name))?.execute([id])?;
    Ok(())
}

fn note(
    connection: &Connection,
    resource: &'static Resource,
    row: &ChangedRow,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if changes.has(resource.name, row.id) {
        return Ok(());
    }
    changes.push(row.clone());
    match resource.name {
        "release" => check_unused(connection, row.id)?,
        "release_asset" => changes.remove_file(asset_file(connection, row.id)?),
        "application" | "device" => note_keys(connection, row, changes)?,
        _ => {}
    }
    let dependents = DEPENDENTS.iter().find(|(name, _)| *name == resource.name).map_or(&[][..], |(_, those)| *those);
    for (name, field) in dependents {
        let Some(child) = model_description::resource(name) else { continue };
        for id in children(connection, child, field, row.id)? {
            let found = match child.tenancy {
                Tenancy::Device => ChangedRow { resource: child.name, id, device: Some(id), ..row.clone() },
                Tenancy::Through(through) if through == *field => {
                    ChangedRow { resource: child.name, id, ..row.clone() }
                }
                _ => changes::of(connection, child, id)?,
            };
            note(connection, child, &found, changes)?;
        }
    }
    Ok(())
}

fn children(connection: &Connection, child: &Resource, field: &str, parent: i64) -> Result<Vec<i64>, StoreError> {
    let sql = format!("SELECT id FROM \"{}\" WHERE \"{field}\" = ?1", child.name);
    let mut found = connection.prepare_cached(&sql)?;
    Ok(found.query_map([parent], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The actor goes with what acts, and its keys with it.
fn note_keys(connection: &Connection, of: &ChangedRow, changes: &mut Changes) -> Result<(), StoreError> {
    let sql = format!("SELECT actor FROM \"{}\" WHERE id = ?1", of.resource);
    let actor: Option<i64> = connection.prepare_cached(&sql)?.query_row([of.id], |row| row.get(0)).optional()?;
    let Some(actor) = actor else { return Ok(()) };
    changes.push(ChangedRow { resource: "actor", id: actor, ..of.clone() });
    let mut keys = connection.prepare_cached("SELECT id FROM api_key WHERE is_of__actor = ?1")?;
    for key in keys.query_map([actor], |row| row.get(0))? {
        changes.push(ChangedRow { resource: "api_key", id: key?, ..of.clone() });
    }
    Ok(())
}

/// A host OS or a supervisor that devices are to run stays.
fn check_unused(connection: &Connection, release: i64) -> Result<(), StoreError> {
    let is_used: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM device WHERE should_be_operated_by__release = ?1) \
             OR EXISTS (SELECT 1 FROM device WHERE should_be_managed_by__release = ?1)",
        )?
        .query_row([release], |row| row.get(0))?;
    if is_used { Err(StoreError::conflict("Data is referenced by device.")) } else { Ok(()) }
}

fn asset_file(connection: &Connection, asset: i64) -> Result<Option<String>, StoreError> {
    let sql = "SELECT asset ->> 'href' FROM release_asset WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([asset], |row| row.get(0)).optional()?.flatten())
}
