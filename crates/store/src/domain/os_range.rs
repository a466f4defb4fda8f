//! Which host OS versions a fleet's type takes: older devices neither register nor move there (balena-api.md §6.2).

use model::os_range::holds;
use model::os_version::OsVersion;
use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;

/// What a device says it runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    pub(crate) device_name: Option<String>,
    pub(crate) os_version: Option<String>,
    pub(crate) supervisor_version: Option<String>,
}

impl Versions {
    /// Of a device that is there.
    pub(crate) fn stored(connection: &Connection, device: i64) -> Result<Self, StoreError> {
        let sql = "SELECT device_name, os_version, supervisor_version FROM device WHERE id = ?1";
        Ok(connection.prepare_cached(sql)?.query_row([device], |row| {
            Ok(Self { device_name: row.get(0)?, os_version: row.get(1)?, supervisor_version: row.get(2)? })
        })?)
    }
}

/// Whether a device may be in a fleet.
///
/// # Errors
/// [`StoreError::Denied`] if its host OS is too old.
pub(crate) fn check(connection: &Connection, application: i64, device: &Versions) -> Result<(), StoreError> {
    let range: Option<String> = connection
        .prepare_cached(
            "SELECT t.needs__os_version_range FROM application a JOIN application_type t ON t.id = a.application_type \
             WHERE a.id = ?1",
        )?
        .query_row([application], |row| row.get(0))
        .optional()?
        .flatten();
    let Some(range) = range else { return Ok(()) };
    let name = device.device_name.as_deref().unwrap_or("undefined");
    match (&device.os_version, &device.supervisor_version) {
        (None, None) => Ok(()),
        (None, Some(_)) => {
            Err(StoreError::denied(format!("Device {name} is too old to satisfy required version range: {range}")))
        }
        (Some(version), _) if OsVersion::parse(version).is_some_and(|version| holds(&range, &version)) => Ok(()),
        (Some(version), _) => Err(StoreError::denied(format!(
            "Device {name} has OS version {version} but needs to satisfy version range: {range}"
        ))),
    }
}
