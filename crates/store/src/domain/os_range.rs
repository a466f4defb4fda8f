//! Which host OS versions a fleet's type takes: older devices neither register nor move there (balena-api.md §6.2).

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
        (Some(version), _) if is_within(version, &range) => Ok(()),
        (Some(version), _) => Err(StoreError::denied(format!(
            "Device {name} has OS version {version} but needs to satisfy version range: {range}"
        ))),
    }
}

/// Ranges here are of one form: `>=2.11.0`. A version before a release (`2.12.0-beta`) is within none.
fn is_within(version: &str, range: &str) -> bool {
    let least = range.strip_prefix(">=").and_then(numbers);
    match (numbers(version), least) {
        (Some(version), Some(least)) => version >= least,
        _ => false,
    }
}

/// The three numbers of `balenaOS 6.5.0+rev1 (prod)`.
fn numbers(text: &str) -> Option<[u64; 3]> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let text = text.get(start..)?;
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (core, rest) = text.split_at(end);
    if rest.starts_with('-') {
        return None;
    }
    let mut parts = core.split('.').map(|part| part.parse().ok());
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn versions_are_compared_as_numbers() {
        for version in ["2.11.0", "balenaOS 6.5.0", "balenaOS 2.12.0+rev3 (prod)", "v10.0.0", "Resin OS 2.100.0"] {
            assert!(is_within(version, ">=2.11.0"), "{version}");
        }
        for version in ["Resin OS 2.3.0+rev1", "2.9.9", "1.26.0", "2.12.0-beta.1", "balenaOS", "2.12", ""] {
            assert!(!is_within(version, ">=2.11.0"), "{version}");
        }
    }
}
