//! Organizations and who belongs to them: the bounds of what a person sees.

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::now_ms;
use crate::error::StoreError;

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Everything.
    Developer,
    /// Looks on: may read, not write, nor command.
    Observer,
}

impl Role {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Developer => "developer",
            Self::Observer => "observer",
        }
    }
}

/// Makes an organization.
///
/// # Errors
/// [`StoreError::Conflict`] if the handle is taken.
pub fn create(connection: &Connection, name: &str, handle: &str) -> Result<i64, StoreError> {
    connection
        .prepare_cached("INSERT INTO organization (created_at, modified_at, name, handle) VALUES (?1, ?1, ?2, ?3)")?
        .execute(params![now_ms(), name, handle])?;
    Ok(connection.last_insert_rowid())
}

/// Lets a person in, or changes their role.
pub fn add_member(connection: &Connection, organization: i64, user: i64, role: Role) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO organization_membership (created_at, modified_at, \"user\", is_member_of__organization, role) \
             VALUES (?1, ?1, ?2, ?3, ?4) \
             ON CONFLICT (\"user\", is_member_of__organization) DO UPDATE SET role = ?4, modified_at = ?1",
        )?
        .execute(params![now_ms(), user, organization, role.as_str()])?;
    Ok(())
}

/// What a person may do with a fleet; none if they do not see it.
pub fn role_for_application(connection: &Connection, user: i64, application: i64) -> Result<Option<Role>, StoreError> {
    let role: Option<String> = connection
        .prepare_cached(
            "SELECT m.role FROM application a JOIN organization_membership m \
             ON m.is_member_of__organization = a.organization AND m.\"user\" = ?1 WHERE a.id = ?2",
        )?
        .query_row([user, application], |row| row.get(0))
        .optional()?;
    Ok(role.map(|role| if role == "developer" { Role::Developer } else { Role::Observer }))
}
