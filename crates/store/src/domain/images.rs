//! Where images are stored: `<registry>/v2/<32 hex>`, named by the server (balena-api.md §6.5).

use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;
use crate::random;

use super::settings;

/// The setting that names the registry's host.
pub const REGISTRY_HOST: &str = "registry_host";
const DEFAULT_HOST: &str = "registry2.binnacle.local";

pub(crate) fn new_location(connection: &Connection) -> Result<String, StoreError> {
    let host = settings::get(connection, REGISTRY_HOST)?;
    Ok(format!("{}/v2/{}", host.as_deref().unwrap_or(DEFAULT_HOST), random::hex(32)))
}

/// The image stored at a location; a digest behind `@` does not matter.
pub fn by_location(connection: &Connection, location: &str) -> Result<Option<i64>, StoreError> {
    let location = without_digest(location);
    let sql = "SELECT id FROM image WHERE is_stored_at__image_location = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([location], |row| row.get(0)).optional()?)
}

pub(super) fn without_digest(location: &str) -> &str {
    location.split_once('@').map_or(location, |(location, _)| location)
}
