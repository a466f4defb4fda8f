//! Which releases of the supervisor and of the host OS a device should run: set from what it reports (balena-api.md §6.7).

use std::cmp::Ordering;

use model::os_version::OsVersion;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use crate::changes::Changes;
use crate::error::StoreError;

use super::report_body::Column;
use super::service_installs;

/// What was known of a device before a report or a change was written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before {
    has_supervisor_version: bool,
}

impl Before {
    pub(crate) fn of(connection: &Connection, device: i64) -> Result<Self, StoreError> {
        let sql = "SELECT supervisor_version IS NOT NULL FROM device WHERE id = ?1";
        let has = connection.prepare_cached(sql)?.query_row([device], |row| row.get(0)).optional()?;
        Ok(Self { has_supervisor_version: has.unwrap_or_default() })
    }
}

/// Follows what a device says: its first supervisor version names its target supervisor, a newer OS than its target moves
/// that target on.
pub(crate) fn after_report(
    connection: &Connection,
    device: i64,
    before: Before,
    columns: &[Column],
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let text = |wanted: &str| {
        columns.iter().find(|(name, _)| *name == wanted).and_then(|(_, value)| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    };
    if let Some(version) = text("supervisor_version").filter(|_| !before.has_supervisor_version) {
        manage(connection, device, version, changes)?;
    }
    let has_os = match text("os_version") {
        // What cannot be read is no release of ours.
        Some(version) if OsVersion::parse(version).is_none() => return Ok(()),
        Some(_) => true,
        None => false,
    };
    if has_os || text("os_variant").is_some_and(is_variant) {
        follow_os(connection, device, changes)?;
    }
    Ok(())
}

/// The same for a row changed over OData.
pub(crate) fn after_change(
    connection: &Connection,
    device: i64,
    supervisor_version: Option<&str>,
    is_about_os: bool,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if let Some(version) = supervisor_version {
        let sql = "SELECT should_be_managed_by__release IS NULL FROM device WHERE id = ?1";
        if connection.prepare_cached(sql)?.query_row([device], |row| row.get(0))? {
            manage(connection, device, version, changes)?;
        }
    }
    if is_about_os { follow_os(connection, device, changes) } else { Ok(()) }
}

/// The same for a device that was just made.
pub(crate) fn of_new_device(connection: &Connection, device: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let version: Option<String> = connection
        .prepare_cached("SELECT supervisor_version FROM device WHERE id = ?1")?
        .query_row([device], |row| row.get(0))?;
    if let Some(version) = version {
        manage(connection, device, &version, changes)?;
    }
    follow_os(connection, device, changes)
}

fn is_variant(word: &str) -> bool {
    matches!(word, "dev" | "prod")
}

/// Points the device at the supervisor release of this version, if there is one for its architecture.
fn manage(connection: &Connection, device: i64, version: &str, changes: &mut Changes) -> Result<(), StoreError> {
    let Some(version) = OsVersion::parse(version) else { return Ok(()) };
    let found: Option<i64> = connection
        .prepare_cached(
            "SELECT r.id FROM release r JOIN application a ON a.id = r.belongs_to__application \
             JOIN device_type t ON t.id = a.is_for__device_type JOIN device d ON d.id = ?1 \
             JOIN device_type own ON own.id = d.is_of__device_type \
             WHERE a.is_public AND NOT a.is_host AND a.slug GLOB 'balena_os/*-supervisor' \
              AND t.is_of__cpu_architecture = own.is_of__cpu_architecture AND r.status = 'success' \
              AND r.semver_major = ?2 AND r.semver_minor = ?3 AND r.semver_patch = ?4 \
              AND r.semver_prerelease = ?5 AND r.semver_build = ?6 \
             ORDER BY r.is_final DESC, r.revision DESC, r.created_at DESC LIMIT 1",
        )?
        .query_row(
            params![
                device,
                number(version.major),
                number(version.minor),
                number(version.patch),
                version.prerelease.join("."),
                version.build.join(".")
            ],
            |row| row.get(0),
        )
        .optional()?;
    let Some(release) = found else { return Ok(()) };
    set(connection, device, "should_be_managed_by__release", Some(release), changes)
}

/// Keeps the target OS from being older than the one that runs: none where that one is no release.
fn follow_os(connection: &Connection, device: i64, changes: &mut Changes) -> Result<(), StoreError> {
    type Row = (i64, Option<String>, Option<String>, Option<i64>);
    let row: Option<Row> = connection
        .prepare_cached(
            "SELECT is_of__device_type, os_version, os_variant, should_be_operated_by__release FROM device WHERE id = ?1",
        )?
        .query_row([device], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((device_type, Some(text), Some(variant), target)) = row else { return Ok(()) };
    let Some(version) = OsVersion::parse(&text).filter(|_| is_variant(&variant)) else { return Ok(()) };
    if let Some(target) = target {
        let targets = os_version(connection, target)?;
        if targets.is_some_and(|targets| version.order(&targets) != Ordering::Greater) {
            return Ok(());
        }
    }
    let release = os_release(connection, device_type, &text, &version, &variant)?;
    if release.is_none() && target.is_none() {
        return Ok(());
    }
    set(connection, device, "should_be_operated_by__release", release, changes)
}

/// The host OS release of a version and variant for a device type. Old releases carry both as tags.
fn os_release(
    connection: &Connection,
    device_type: i64,
    text: &str,
    version: &OsVersion,
    variant: &str,
) -> Result<Option<i64>, StoreError> {
    let long_variant = if variant == "prod" { "production" } else { "development" };
    let found = connection
        .prepare_cached(
            "SELECT r.id FROM release r JOIN application a ON a.id = r.belongs_to__application \
             WHERE a.is_host AND a.is_for__device_type = ?1 AND r.status = 'success' AND (\
              (r.semver_major = ?2 AND r.semver_minor = ?3 AND r.semver_patch = ?4 AND r.semver_prerelease = ?5 \
               AND r.semver_build = ?6 AND coalesce(r.revision, ?7) = ?7 AND r.variant IN (?8, '')) \
              OR (EXISTS (SELECT 1 FROM release_tag t WHERE t.release = r.id AND t.tag_key = 'version' AND t.value = ?9) \
               AND coalesce((SELECT t.value FROM release_tag t WHERE t.release = r.id AND t.tag_key = 'variant'), ?10) = ?10)) \
             ORDER BY r.semver_major DESC, r.is_final DESC, r.created_at DESC LIMIT 1",
        )?
        .query_row(
            params![
                device_type,
                number(version.major),
                number(version.minor),
                number(version.patch),
                version.prerelease.join("."),
                version.build.join("."),
                number(version.revision()),
                variant,
                as_tag(text),
                long_variant
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found)
}

/// The version of a host OS release: its semver, or its tag where it was never given one.
pub(crate) fn os_version(connection: &Connection, release: i64) -> Result<Option<OsVersion>, StoreError> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT CASE WHEN semver_major = 0 AND semver_minor = 0 AND semver_patch = 0 THEN \
              (SELECT t.value FROM release_tag t WHERE t.release = r.id AND t.tag_key = 'version') \
             ELSE semver_major || '.' || semver_minor || '.' || semver_patch || iif(semver_prerelease = '', '', '-' || \
              semver_prerelease) || iif(semver_build = '', '', '+' || semver_build) END FROM release r WHERE r.id = ?1",
        )?
        .query_row([release], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(text.and_then(|text| OsVersion::parse(&text)))
}

/// A version as tags have it: without the OS's name and the variant behind it.
fn as_tag(text: &str) -> &str {
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let version = &text[start..];
    version.split_once(" (").map_or(version, |(version, _)| version)
}

fn set(
    connection: &Connection,
    device: i64,
    column: &'static str,
    release: Option<i64>,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE device SET {column} = ?2 WHERE id = ?1 AND {column} IS NOT ?2");
    if connection.prepare_cached(&sql)?.execute(params![device, release])? > 0 {
        service_installs::of_device(connection, device, changes)?;
        changes.push(crate::changes::of_named(connection, "device", device)?);
    }
    Ok(())
}

fn number(part: u64) -> i64 {
    i64::try_from(part).unwrap_or(i64::MAX)
}
