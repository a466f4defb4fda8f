//! Devices: names, uuids, pins, and moving to another fleet (balena-api.md §6.4).

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::changes::{self, Changes};
use crate::clock::now_ms;
use crate::domain::os_range::{self, Versions};
use crate::domain::{actors, service_installs, system_targets};
use crate::error::StoreError;
use crate::random;

use super::super::values::Values;
use super::system_release;

/// What a name and a uuid are made of, before anything is looked up.
pub(super) fn check(values: &mut Values) -> Result<(), StoreError> {
    if values.text("device_name").is_some_and(|name| name.contains(['\n', '\r'])) {
        return Err(StoreError::rule("Device name cannot contain any newline characters."));
    }
    let is_uuid =
        |uuid: &str| [32, 62].contains(&uuid.len()) && uuid.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if values.text("uuid").is_some_and(|uuid| !uuid.is_empty() && !is_uuid(uuid)) {
        let message = "Device UUID must be a 32 or 62 character long lower case hex string.";
        return Err(StoreError::rule(message));
    }
    Ok(())
}

pub(super) fn before_create(connection: &Connection, values: &mut Values) -> Result<(), StoreError> {
    if values.text("uuid").is_none_or(str::is_empty) {
        values.set("uuid", random::hex(32));
    }
    if values.text("device_name").is_none_or(str::is_empty) {
        values.set("device_name", random::device_name());
    }
    if let Some(fleet) = values.integer("belongs_to__application") {
        let text = |column| values.text(column).map(str::to_owned);
        let own = Versions {
            device_name: text("device_name"),
            os_version: text("os_version"),
            supervisor_version: text("supervisor_version"),
        };
        os_range::check(connection, fleet, &own)?;
    }
    values.set("actor", actors::create(connection)?);
    Ok(())
}

pub(super) fn before_update(
    connection: &Connection,
    id: i64,
    values: &mut Values,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let now = now_ms();
    if values.has("update_status") {
        values.set("last_update_status_event", now);
    }
    if values.has("is_connected_to_vpn") {
        values.set("last_vpn_event", now);
        values.set("last_connectivity_event", now);
    }
    if let Some(variant) = values.text("os_version").and_then(variant_of).filter(|_| !values.has("os_variant")) {
        values.set("os_variant", variant);
    }
    if values.has("is_of__device_type") {
        // Another type has other host OSes.
        values.set_default("should_be_operated_by__release", Value::Null);
    }
    if let Some(release) = values.integer("should_be_managed_by__release") {
        system_release::check_supervisor(connection, id, release)?;
    }
    let Some(fleet) = values.integer("belongs_to__application") else {
        let leaves = values.has("belongs_to__application") && !values.has("is_pinned_on__release");
        return if leaves && is_pinned(connection, id)? { Err(not_to_be_pinned()) } else { Ok(()) };
    };
    values.set_default("is_pinned_on__release", Value::Null);
    os_range::check(connection, fleet, &Versions::stored(connection, id)?)?;
    let is_moving: bool = connection
        .prepare_cached("SELECT belongs_to__application <> ?2 FROM device WHERE id = ?1")?
        .query_row([id, fleet], |row| row.get(0))?;
    if is_moving { forget_installs(connection, id, now, changes) } else { Ok(()) }
}

/// `Resin OS 2.0.0+rev5 (prod)` names its variant.
fn variant_of(os_version: &str) -> Option<String> {
    let (_, variant) = os_version.strip_suffix(')')?.rsplit_once('(')?;
    Some(variant.to_owned()).filter(|variant| !variant.is_empty())
}

/// What was installed was of the fleet the device leaves.
fn forget_installs(connection: &Connection, id: i64, now: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let mut forgotten = connection.prepare_cached(
        "UPDATE image_install SET status = 'deleted', download_progress = NULL, modified_at = ?2 WHERE device = ?1 \
         AND NOT (status = 'deleted' AND download_progress IS NULL) RETURNING id",
    )?;
    let ids: Vec<i64> = forgotten.query_map([id, now], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for install in ids {
        changes.push(changes::of_named(connection, "image_install", install)?);
    }
    Ok(())
}

/// What it should run is made for it: its pin, its supervisor, its host OS.
pub(super) fn necessary(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let is_wrong: Option<bool> = connection
        .prepare_cached(
            "SELECT NOT (r.status = 'success' AND r.belongs_to__application = d.belongs_to__application) FROM device d \
             JOIN release r ON r.id = d.is_pinned_on__release WHERE d.id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if is_wrong == Some(true) { Err(not_to_be_pinned()) } else { system_release::necessary(connection, id) }
}

fn is_pinned(connection: &Connection, id: i64) -> Result<bool, StoreError> {
    let sql = "SELECT is_pinned_on__release IS NOT NULL FROM device WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}

fn not_to_be_pinned() -> StoreError {
    StoreError::rule(
        "It is necessary that each release that is pinned to a device, has a status that is equal to \"success\" and belongs \
         to an application1 that the device belongs to.",
    )
}

pub(super) fn after_write(
    connection: &Connection,
    id: i64,
    values: &Values,
    is_new: bool,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if let Some(release) = values.integer("should_be_operated_by__release") {
        system_release::check_host_os(connection, id, release)?;
    }
    if values.has("belongs_to__application") {
        service_installs::drop_foreign(connection, id, changes)?;
    }
    let targets = [
        "belongs_to__application",
        "is_pinned_on__release",
        "should_be_operated_by__release",
        "should_be_managed_by__release",
    ];
    if targets.iter().any(|target| values.has(target)) {
        service_installs::of_device(connection, id, changes)?;
    }
    if is_new {
        return system_targets::of_new_device(connection, id, changes);
    }
    let is_about_os = values.has("os_version") || values.has("os_variant");
    system_targets::after_change(connection, id, values.text("supervisor_version"), is_about_os, changes)
}

#[cfg(test)]
mod tests {
    use super::variant_of;

    #[test]
    fn an_old_version_names_its_variant() {
        assert_eq!(variant_of("Resin OS 2.0.0+rev5 (prod)").as_deref(), Some("prod"));
        assert_eq!(variant_of("balenaOS 6.5.0"), None);
    }
}
