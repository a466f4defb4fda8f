//! The rules of each resource, as the balena API words them.

mod application;
mod built;
mod device;
mod image;
mod public_key;
mod release;
mod semver;
mod tag;
mod text;
mod variable;

use rusqlite::Connection;

use crate::changes::Changes;
use crate::error::StoreError;

use super::values::Values;

/// Checks and completes a row that is about to be made.
pub(super) fn before_create(connection: &Connection, resource: &str, values: &mut Values) -> Result<(), StoreError> {
    match resource {
        "application" => application::before_create(connection, values),
        "release" => release::before_create(connection, values),
        "image" => image::before_create(connection, values),
        _ => named(resource, values),
    }
}

/// Checks and completes what is about to change in a row.
pub(super) fn before_update(
    connection: &Connection,
    resource: &str,
    id: i64,
    values: &mut Values,
) -> Result<(), StoreError> {
    match resource {
        "application" => application::before_update(connection, id, values),
        "device" => device::before_update(connection, id, values),
        "release" => release::before_update(connection, id, values),
        "image" => image::before_update(connection, id, values),
        _ => named(resource, values),
    }
}

/// What a written row brings about elsewhere.
pub(super) fn after_write(
    connection: &Connection,
    resource: &str,
    id: i64,
    values: &Values,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    match resource {
        "application" => application::after_write(connection, id, values, changes),
        "device" => device::after_write(connection, id, values, changes),
        "release" => release::after_write(connection, id, changes),
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

fn named(resource: &str, values: &Values) -> Result<(), StoreError> {
    match resource {
        "user__has__public_key" => public_key::check(values),
        _ if resource.ends_with("_tag") => tag::check(resource, values),
        _ if resource.ends_with("_environment_variable") => variable::check_environment(values),
        _ if resource.ends_with("_config_variable") => variable::check_config(values),
        _ => Ok(()),
    }
}
