//! What a device may be pinned to: a successful release of its fleet (balena-api.md §6.4).

use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;

/// The rule as the balena API words it.
pub(crate) const RULE: &str = "It is necessary that each release that is pinned to a device, has a status that is equal to \
     \"success\" and belongs to an application1 that the device belongs to.";

/// Whether the device may be pinned to the release.
///
/// # Errors
/// [`StoreError::Conflict`] if there is no such release, [`StoreError::Rule`] if it is not successful or not the fleet's.
pub(super) fn check(connection: &Connection, device: i64, release: i64) -> Result<(), StoreError> {
    let is_right: Option<bool> = connection
        .prepare_cached(
            "SELECT r.status = 'success' AND r.belongs_to__application = \
             (SELECT d.belongs_to__application FROM device d WHERE d.id = ?1) FROM release r WHERE r.id = ?2",
        )?
        .query_row([device, release], |row| row.get(0))
        .optional()?;
    match is_right {
        Some(true) => Ok(()),
        Some(false) => Err(StoreError::rule(RULE)),
        None => Err(StoreError::conflict("Data is referenced by is_pinned_on__release.")),
    }
}
