//! Fleets: names, slugs, device types, targets (balena-api.md §6.2).

use rusqlite::{Connection, OptionalExtension};

use crate::changes::Changes;
use crate::domain::actors;
use crate::domain::service_installs;
use crate::error::StoreError;
use crate::random;

use super::super::values::Values;
use super::built::is_built_for;
use super::text::one_of;

pub(super) fn before_create(connection: &Connection, values: &mut Values) -> Result<(), StoreError> {
    let name = values.text("app_name").ok_or_else(|| StoreError::rule("Missing application name"))?.to_owned();
    check_name(&name)?;
    one_of("application", "class", values.text("is_of__class"), &["fleet", "app", "block"])?;
    let organization =
        values.integer("organization").ok_or_else(|| StoreError::bad_request("\"organization\" is missing."))?;
    if values.integer("is_for__device_type").is_none() {
        return Err(StoreError::bad_request("\"is_for__device_type\" is missing."));
    }
    values.set("slug", slug(connection, organization, &name)?);
    values.set("uuid", random::hex(32));
    values.set("actor", actors::create(connection)?);
    values.set("is_host", false);
    values.set_default("is_of__class", "fleet".to_owned());
    values.set_default("is_archived", false);
    values.set_default("is_public", false);
    values.set_default("should_track_latest_release", true);
    if !values.has("application_type") {
        let default: i64 = connection.query_row("SELECT min(id) FROM application_type", [], |row| row.get(0))?;
        values.set("application_type", default);
    }
    if values.integer("should_be_running__release").is_some() {
        return Err(not_its_release());
    }
    Ok(())
}

pub(super) fn before_update(connection: &Connection, id: i64, values: &mut Values) -> Result<(), StoreError> {
    if values.has("app_name") {
        let name = values.text("app_name").ok_or_else(|| StoreError::rule("Missing application name"))?.to_owned();
        check_name(&name)?;
        let organization = connection
            .prepare_cached("SELECT organization FROM application WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        values.set("slug", slug(connection, organization, &name)?);
    }
    if let Some(device_type) = values.integer("is_for__device_type") {
        let is_same: bool = connection
            .prepare_cached(
                "SELECT new.is_of__cpu_architecture = old.is_of__cpu_architecture FROM application a \
                 JOIN device_type old ON old.id = a.is_for__device_type JOIN device_type new ON new.id = ?2 \
                 WHERE a.id = ?1",
            )?
            .query_row([id, device_type], |row| row.get(0))?;
        if !is_same {
            let message = "The new default device type should be of the same cpu architecture as the previous one.";
            return Err(StoreError::rule(message));
        }
    }
    if let Some(release) = values.integer("should_be_running__release")
        && !is_built_for(connection, id, release)?
    {
        return Err(not_its_release());
    }
    Ok(())
}

/// A new target brings new services to its devices, and every device that follows it has a new target itself.
pub(super) fn after_write(
    connection: &Connection,
    id: i64,
    values: &Values,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if values.has("should_be_running__release") {
        service_installs::of_application(connection, id)?;
        service_installs::followers(connection, id, changes)?;
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), StoreError> {
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
        return Err(StoreError::rule("App name may only contain [a-zA-Z0-9_-]."));
    }
    if (4..=100).contains(&name.len()) {
        return Ok(());
    }
    Err(StoreError::rule(
        "It is necessary that each application has an app name that has a Length (Type) that is greater than or equal to \
         4 and is less than or equal to 100.",
    ))
}

fn slug(connection: &Connection, organization: i64, name: &str) -> Result<String, StoreError> {
    let handle: Option<String> = connection
        .prepare_cached("SELECT handle FROM organization WHERE id = ?1")?
        .query_row([organization], |row| row.get(0))
        .optional()?;
    let handle = handle.ok_or_else(|| StoreError::conflict("Data is referenced by organization."))?;
    Ok(format!("{handle}/{}", name.to_lowercase()))
}

fn not_its_release() -> StoreError {
    StoreError::rule(
        "It is necessary that each release that should be running on an application, has a status that is equal to \
         \"success\" and belongs to the application.",
    )
}
