//! Whether a caller may change a row, asked before anything is changed.

use rusqlite::Connection;

use crate::access::Access;
use crate::error::StoreError;
use crate::model_description;

use super::guard;

/// Whether the caller may change a row that they see: observers of its organization may not.
///
/// # Errors
/// [`StoreError::BadRequest`] if there is no such resource.
pub fn may_change(connection: &Connection, access: Access, resource: &str, id: i64) -> Result<bool, StoreError> {
    let resource = model_description::resource(resource)
        .ok_or_else(|| StoreError::bad_request(format!("There is no resource {resource}.")))?;
    match guard::is_own(connection, access, resource, id) {
        Ok(is_own) => Ok(is_own),
        Err(StoreError::Forbidden) => Ok(false),
        Err(error) => Err(error),
    }
}
