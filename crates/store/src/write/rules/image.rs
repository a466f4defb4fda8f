//! Images: where they are stored, and what a finished one must have (balena-api.md §6.5).

use rusqlite::Connection;

use crate::clock::now_ms;
use crate::domain::images;
use crate::error::StoreError;

use super::super::values::Values;
use super::text::one_of;

const STATUSES: &[&str] = &["running", "success", "failed", "error", "cancelled", "interrupted"];
const PROJECT_TYPES: &[&str] =
    &["Architecture-specific Dockerfile", "Dockerfile templates", "Node.js", "Standard Dockerfile"];

pub(super) fn before_create(connection: &Connection, values: &mut Values) -> Result<(), StoreError> {
    values.set_default("start_timestamp", now_ms());
    values.set_default("status", "running".to_owned());
    values.set("is_stored_at__image_location", images::new_location(connection)?);
    check(values, values.integer("push_timestamp").is_some())
}

pub(super) fn before_update(connection: &Connection, id: i64, values: &Values) -> Result<(), StoreError> {
    let was_pushed: bool = connection
        .prepare_cached("SELECT push_timestamp IS NOT NULL FROM image WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let is_pushed = if values.has("push_timestamp") { values.integer("push_timestamp").is_some() } else { was_pushed };
    check(values, is_pushed)
}

fn check(values: &Values, is_pushed: bool) -> Result<(), StoreError> {
    one_of("image", "status", values.text("status"), STATUSES)?;
    one_of("image", "project type", values.text("project_type"), PROJECT_TYPES)?;
    if values.text("status") == Some("success") && !is_pushed {
        return Err(StoreError::rule(
            "It is necessary that each image that has a status that is equal to \"success\", has a push timestamp.",
        ));
    }
    Ok(())
}
