//! Name and value pairs of one parent, as target states merge them.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::StoreError;

/// Where pairs come from.
#[derive(Debug, Clone, Copy)]
pub(super) enum From {
    ApplicationEnvironment,
    ApplicationConfig,
    ServiceEnvironment,
    ServiceLabel,
    DeviceEnvironment,
    DeviceConfig,
    DeviceServiceEnvironment,
    ImageEnvironment,
    ImageLabel,
}

impl From {
    const fn sql(self) -> &'static str {
        match self {
            Self::ApplicationEnvironment => {
                "SELECT name, value FROM application_environment_variable WHERE application = ?1"
            }
            Self::ApplicationConfig => "SELECT name, value FROM application_config_variable WHERE application = ?1",
            Self::ServiceEnvironment => "SELECT name, value FROM service_environment_variable WHERE service = ?1",
            Self::ServiceLabel => "SELECT label_name, value FROM service_label WHERE service = ?1",
            Self::DeviceEnvironment => "SELECT name, value FROM device_environment_variable WHERE device = ?1",
            Self::DeviceConfig => "SELECT name, value FROM device_config_variable WHERE device = ?1",
            Self::DeviceServiceEnvironment => {
                "SELECT name, value FROM device_service_environment_variable WHERE service_install = ?1"
            }
            Self::ImageEnvironment => "SELECT name, value FROM image_environment_variable WHERE release_image = ?1",
            Self::ImageLabel => "SELECT label_name, value FROM image_label WHERE release_image = ?1",
        }
    }
}

/// Adds the parent's pairs over those that are there.
pub(super) fn overlay(
    connection: &Connection,
    onto: &mut BTreeMap<String, String>,
    from: From,
    parent: i64,
) -> Result<(), StoreError> {
    let mut pairs = connection.prepare_cached(from.sql())?;
    for pair in pairs.query_map([parent], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (name, value) = pair?;
        onto.insert(name, value);
    }
    Ok(())
}
