//! The rules of each resource, as the balena API words them, in the order in which it asks them.

mod application;
mod device;
mod image;
pub(super) mod length;
mod release;
mod release_revision;
mod semver;
mod system_release;
mod tag;
mod variable;

use rusqlite::Connection;

use crate::changes::Changes;
use crate::error::StoreError;

use super::values::Values;

/// Checks the values by themselves, before any row is looked at.
pub(super) fn check(resource: &str, values: &mut Values, is_creation: bool) -> Result<(), StoreError> {
    match resource {
        "application" => application::check(values, is_creation),
        "device" => device::check(values),
        "release" => release::check(values),
        "application_tag" | "device_tag" | "release_tag" => tag::check(values),
        "application_config_variable" | "device_config_variable" => variable::check_config(values),
        "application_environment_variable"
        | "device_environment_variable"
        | "service_environment_variable"
        | "device_service_environment_variable" => variable::check_environment(values),
        _ => Ok(()),
    }
}

/// Checks and completes a row that is about to be made.
pub(super) fn before_create(connection: &Connection, resource: &str, values: &mut Values) -> Result<(), StoreError> {
    match resource {
        "application" => application::before_create(connection, values),
        "device" => device::before_create(connection, values),
        "release" => release::before_create(connection, values),
        "image" => image::before_create(connection, values),
        _ => Ok(()),
    }
}

/// Checks and completes what is about to change in a row.
pub(super) fn before_update(
    connection: &Connection,
    resource: &str,
    id: i64,
    values: &mut Values,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    match resource {
        "application" => application::before_update(connection, id, values),
        "device" => device::before_update(connection, id, values, changes),
        "release" => release::before_update(connection, id, values),
        _ => Ok(()),
    }
}

/// What has to be true of a row that was written ("It is necessary that …").
pub(super) fn necessary(connection: &Connection, resource: &str, id: i64) -> Result<(), StoreError> {
    match resource {
        "application" => application::necessary(connection, id),
        "device" => device::necessary(connection, id),
        "release" => release::necessary(connection, id),
        "image" => image::necessary(connection, id),
        _ => Ok(()),
    }
}

/// What a written row brings about elsewhere.
pub(super) fn after_write(
    connection: &Connection,
    resource: &str,
    id: i64,
    values: &Values,
    is_new: bool,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    match resource {
        "application" => application::after_write(connection, id, values, changes),
        "device" => device::after_write(connection, id, values, is_new, changes),
        "release" => release::after_write(connection, id, values, is_new, changes),
        _ => Ok(()),
    }
}

/// Whether a row may go.
pub(super) fn before_delete(connection: &Connection, resource: &str, id: i64) -> Result<(), StoreError> {
    match resource {
        "release" => release::before_delete(connection, id),
        _ => Ok(()),
    }
}
