//! What a device's supervisor and host OS may be set to: releases that fit it, and never an older one (balena-api.md §6.7).

use std::cmp::Ordering;

use model::os_version::OsVersion;
use rusqlite::{Connection, OptionalExtension};

use crate::domain::{releases, system_targets};
use crate::error::StoreError;

const SUPERVISOR_BUILT: &str = "It is necessary that each release that should manage a device, has a status that is equal to \
     \"success\" and has a semver major that is greater than 0 or has a semver minor that is greater than 0 or has a semver \
     patch that is greater than 0.";
const SUPERVISOR_FITS: &str = "It is necessary that each release that should manage a device that is of a device type1, \
     belongs to an application that is public and is not host and has a slug that is equal to \"balena_os/aarch64-supervisor\" \
     or \"balena_os/amd64-supervisor\" or \"balena_os/armv7hf-supervisor\" or \"balena_os/i386-supervisor\" or \
     \"balena_os/i386-nlp-supervisor\" or \"balena_os/rpi-supervisor\" and is for a device type2 that is of a cpu architecture \
     that is supported by the device type1.";
const HOST_BUILT: &str =
    "It is necessary that each release that should operate a device, has a status that is equal to \"success\".";
const HOST_FITS: &str = "It is necessary that each release that should operate a device that is of a device type, belongs to \
     an application that is host and is for the device type.";

/// A supervisor that is set: not invalidated, not older than the present target. A device that never told its supervisor can
/// be given any.
pub(super) fn check_supervisor(connection: &Connection, device: i64, release: i64) -> Result<(), StoreError> {
    let (is_known, target): (bool, Option<i64>) = connection
        .prepare_cached(
            "SELECT supervisor_version IS NOT NULL, should_be_managed_by__release FROM device WHERE id = ?1",
        )?
        .query_row([device], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if !is_known {
        return Ok(());
    }
    if is_invalidated(connection, release)? {
        return Err(StoreError::rule(format!("Could not find a supervisor release with this ID {release}")));
    }
    let version = |release: i64| -> Result<Option<OsVersion>, StoreError> {
        Ok(OsVersion::parse(&releases::raw_version(connection, release)?))
    };
    match (target.map(version).transpose()?.flatten(), version(release)?) {
        (Some(target), Some(new)) if new.order(&target) == Ordering::Less => {
            Err(StoreError::rule("Attempt to downgrade supervisor, which is not allowed"))
        }
        _ => Ok(()),
    }
}

/// A host OS that was set: not invalidated, not older than what runs. A device that has not said what it runs can be given any.
pub(super) fn check_host_os(connection: &Connection, device: i64, release: i64) -> Result<(), StoreError> {
    let runs: Option<String> = connection
        .prepare_cached("SELECT os_version FROM device WHERE id = ?1")?
        .query_row([device], |row| row.get(0))
        .optional()?
        .flatten();
    let Some(runs) = runs.as_deref().and_then(OsVersion::parse) else { return Ok(()) };
    if is_invalidated(connection, release)? {
        return Err(StoreError::rule(format!("Could not find a hostapp release with this ID {release}")));
    }
    match system_targets::os_version(connection, release)? {
        None => Err(StoreError::rule(format!("Could not find the version for the hostapp release with ID: {release}"))),
        Some(new) if new.order(&runs) == Ordering::Less => {
            Err(StoreError::rule("Attempt to downgrade hostapp, which is not allowed"))
        }
        Some(_) => Ok(()),
    }
}

/// Both are successful releases of applications that fit the device.
pub(super) fn necessary(connection: &Connection, device: i64) -> Result<(), StoreError> {
    let host: Option<(bool, bool)> = connection
        .prepare_cached(
            "SELECT r.status = 'success', a.is_host AND a.is_for__device_type = d.is_of__device_type FROM device d \
             JOIN release r ON r.id = d.should_be_operated_by__release \
             JOIN application a ON a.id = r.belongs_to__application WHERE d.id = ?1",
        )?
        .query_row([device], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let supervisor: Option<(bool, bool)> = connection
        .prepare_cached(
            "SELECT r.status = 'success' AND (r.semver_major > 0 OR r.semver_minor > 0 OR r.semver_patch > 0), \
             a.is_public AND NOT a.is_host AND a.slug IN ('balena_os/aarch64-supervisor', 'balena_os/amd64-supervisor', \
              'balena_os/armv7hf-supervisor', 'balena_os/i386-supervisor', 'balena_os/i386-nlp-supervisor', \
              'balena_os/rpi-supervisor') AND t.is_of__cpu_architecture = own.is_of__cpu_architecture FROM device d \
             JOIN device_type own ON own.id = d.is_of__device_type JOIN release r ON r.id = d.should_be_managed_by__release \
             JOIN application a ON a.id = r.belongs_to__application JOIN device_type t ON t.id = a.is_for__device_type \
             WHERE d.id = ?1",
        )?
        .query_row([device], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let broken = match (host, supervisor) {
        (Some((false, _)), _) => HOST_BUILT,
        (Some((_, false)), _) => HOST_FITS,
        (_, Some((false, _))) => SUPERVISOR_BUILT,
        (_, Some((_, false))) => SUPERVISOR_FITS,
        _ => return Ok(()),
    };
    Err(StoreError::rule(broken))
}

fn is_invalidated(connection: &Connection, release: i64) -> Result<bool, StoreError> {
    let sql = "SELECT is_invalidated FROM release WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([release], |row| row.get(0)).optional()?.unwrap_or(true))
}
