//! Fleets: names, slugs, device types, targets (balena-api.md §6.2).

use rusqlite::{Connection, OptionalExtension};

use crate::changes::Changes;
use crate::domain::{actors, service_installs};
use crate::error::StoreError;
use crate::random;

use super::super::values::Values;

/// The organization whose applications are the supervisors and the host OSes of everybody's devices.
const OS_ORGANIZATION: &str = "balena_os";

/// What a name and a uuid are made of, before anything is looked up.
pub(super) fn check(values: &Values, is_creation: bool) -> Result<(), StoreError> {
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if values.text("app_name").is_some_and(|name| !is_name(name) || (is_creation && name.is_empty())) {
        return Err(StoreError::rule("App name may only contain [a-zA-Z0-9_-]."));
    }
    if values.text("uuid").is_some_and(|uuid| !is_uuid(uuid)) {
        let message = "Application UUID must be a 32 character long lower case UUID version 4.";
        return Err(StoreError::rule(message));
    }
    Ok(())
}

/// 32 hexadecimal digits with the marks of version 4 and of its variant.
fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 32
        && bytes.iter().all(u8::is_ascii_hexdigit)
        && bytes.get(12) == Some(&b'4')
        && bytes.get(16).is_some_and(|b| b"89abAB".contains(b))
}

pub(super) fn before_create(connection: &Connection, values: &mut Values) -> Result<(), StoreError> {
    let organization =
        values.integer("organization").ok_or_else(|| StoreError::bad_request("\"organization\" is missing."))?;
    let name = values.text("app_name").ok_or_else(|| StoreError::rule("Missing application name"))?.to_owned();
    values.set("slug", slug(connection, organization, &name)?);
    if !values.has("uuid") {
        values.set("uuid", random::uuid());
    }
    values.set("actor", actors::create(connection)?);
    values.set_default("is_host", false);
    values.set_default("is_of__class", "fleet".to_owned());
    values.set_default("is_archived", false);
    values.set_default("is_public", false);
    // Whatever was asked for: a fleet begins by following its latest release.
    values.set("should_track_latest_release", true);
    if !values.has("application_type") {
        let default: i64 = connection.query_row("SELECT min(id) FROM application_type", [], |row| row.get(0))?;
        values.set("application_type", default);
    }
    Ok(())
}

pub(super) fn before_update(connection: &Connection, id: i64, values: &mut Values) -> Result<(), StoreError> {
    let (organization, name): (i64, String) = connection
        .prepare_cached("SELECT organization, app_name FROM application WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let organization = values.integer("organization").unwrap_or(organization);
    if values.has("slug") {
        check_slug(connection, organization, values)?;
    }
    if values.has("app_name") || values.has("organization") {
        let name = values.text("app_name").unwrap_or(&name);
        values.set("slug", slug(connection, organization, name)?);
    }
    values.integer("is_for__device_type").map_or(Ok(()), |device_type| check_device_type(connection, id, device_type))
}

/// A slug begins with no other organization's handle.
fn check_slug(connection: &Connection, organization: i64, values: &Values) -> Result<(), StoreError> {
    let Some((handle, _)) = values.text("slug").and_then(|slug| slug.split_once('/')) else { return Ok(()) };
    let is_of_another: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM organization WHERE handle = ?1 AND id <> ?2)")?
        .query_row((handle, organization), |row| row.get(0))?;
    if is_of_another
        || (handle == OS_ORGANIZATION && self::handle(connection, organization)?.as_deref() != Some(handle))
    {
        return Err(StoreError::denied(format!("slug: \"{handle}\" is another organization's.")));
    }
    Ok(())
}

fn check_device_type(connection: &Connection, id: i64, device_type: i64) -> Result<(), StoreError> {
    let is_same: Option<bool> = connection
        .prepare_cached(
            "SELECT new.is_of__cpu_architecture = old.is_of__cpu_architecture FROM application a \
             JOIN device_type old ON old.id = a.is_for__device_type JOIN device_type new ON new.id = ?2 WHERE a.id = ?1",
        )?
        .query_row([id, device_type], |row| row.get(0))
        .optional()?;
    if is_same == Some(false) {
        let message = "The new default device type should be of the same cpu architecture as the previous one.";
        return Err(StoreError::rule(message));
    }
    Ok(())
}

/// A target is a release the fleet may run.
pub(super) fn necessary(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let is_right: bool = connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM application a JOIN release r ON r.id = a.should_be_running__release \
             WHERE a.id = ?1 AND NOT (r.status = 'success' AND r.belongs_to__application = a.id))",
        )?
        .query_row([id], |row| row.get(0))?;
    if is_right {
        return Ok(());
    }
    Err(StoreError::rule(
        "It is necessary that each release that should be running on an application, has a status that is equal to \
         \"success\" and belongs to the application.",
    ))
}

/// A new target brings new services to its devices, and every device that follows it has a new target itself.
pub(super) fn after_write(
    connection: &Connection,
    id: i64,
    values: &Values,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if values.has("should_be_running__release") {
        service_installs::of_application(connection, id, changes)?;
        service_installs::followers(connection, id, changes)?;
    }
    Ok(())
}

fn slug(connection: &Connection, organization: i64, name: &str) -> Result<String, StoreError> {
    let handle =
        handle(connection, organization)?.ok_or_else(|| StoreError::conflict("Data is referenced by organization."))?;
    Ok(format!("{handle}/{name}").to_lowercase())
}

fn handle(connection: &Connection, organization: i64) -> Result<Option<String>, StoreError> {
    let sql = "SELECT handle FROM organization WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([organization], |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests {
    use super::is_uuid;

    #[test]
    fn a_uuid_is_of_version_4() {
        assert!(is_uuid(&crate::random::uuid()));
        assert!(is_uuid("0123456789ab4def8123456789abcdef"));
        for bad in [
            "0123456789ab5def8123456789abcdef",
            "0123456789ab4def7123456789abcdef",
            "0123",
            "",
            "g123456789ab4def8123456789abcdef",
        ] {
            assert!(!is_uuid(bad), "{bad}");
        }
    }
}
