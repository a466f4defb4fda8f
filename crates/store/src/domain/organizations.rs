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
    /// The role's name in the API and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Developer => "developer",
            Self::Observer => "observer",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = NoSuchRole;

    fn from_str(name: &str) -> Result<Self, NoSuchRole> {
        [Self::Developer, Self::Observer].into_iter().find(|role| role.as_str() == name).ok_or(NoSuchRole)
    }
}

/// A name that is no role's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is developer or observer")]
pub struct NoSuchRole;

/// An organization, and how many belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: i64,
    pub name: String,
    pub handle: String,
    pub members: i64,
    pub fleets: i64,
}

/// All of them, by handle.
pub fn all(connection: &Connection) -> Result<Vec<Organization>, StoreError> {
    let mut all = connection.prepare_cached(
        "SELECT o.id, o.name, o.handle, \
         (SELECT count(*) FROM organization_membership m WHERE m.is_member_of__organization = o.id), \
         (SELECT count(*) FROM application a WHERE a.organization = o.id) FROM organization o ORDER BY o.handle",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        let (id, name, handle) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Organization { id, name, handle, members: row.get(3)?, fleets: row.get(4)? })
    };
    Ok(all.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// By handle.
pub fn by_handle(connection: &Connection, handle: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM organization WHERE handle = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([handle], |row| row.get(0)).optional()?)
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

/// Another name; the handle stays.
pub fn rename(connection: &Connection, id: i64, name: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE organization SET name = ?2, modified_at = ?3 WHERE id = ?1")?
        .execute(params![id, name, now_ms()])?;
    Ok(())
}

/// Forgets an organization that has no fleets, and who was in it.
pub fn remove(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM organization_membership WHERE is_member_of__organization = ?1")?
        .execute([id])?;
    connection.prepare_cached("DELETE FROM organization WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// How many fleets it has.
pub fn fleets(connection: &Connection, id: i64) -> Result<i64, StoreError> {
    let sql = "SELECT count(*) FROM application WHERE organization = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}

/// How many who may do everything in it.
pub fn developers(connection: &Connection, id: i64) -> Result<i64, StoreError> {
    let sql =
        "SELECT count(*) FROM organization_membership WHERE is_member_of__organization = ?1 AND role = 'developer'";
    Ok(connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}

/// What a person may do in an organization; none if they are not in it.
pub fn role_in(connection: &Connection, organization: i64, user: i64) -> Result<Option<Role>, StoreError> {
    let sql = "SELECT role FROM organization_membership WHERE is_member_of__organization = ?1 AND \"user\" = ?2";
    let role: Option<String> =
        connection.prepare_cached(sql)?.query_row([organization, user], |row| row.get(0)).optional()?;
    Ok(role.map(|role| read_role(&role)))
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

/// Lets a person go. False if they did not belong to it.
pub fn remove_member(connection: &Connection, organization: i64, user: i64) -> Result<bool, StoreError> {
    let sql = "DELETE FROM organization_membership WHERE is_member_of__organization = ?1 AND \"user\" = ?2";
    Ok(connection.prepare_cached(sql)?.execute([organization, user])? > 0)
}

/// A person's organizations, by handle, with the role in each.
pub fn of_user(connection: &Connection, user: i64) -> Result<Vec<(String, Role)>, StoreError> {
    let mut all = connection.prepare_cached(
        "SELECT o.handle, m.role FROM organization_membership m \
         JOIN organization o ON o.id = m.is_member_of__organization WHERE m.\"user\" = ?1 ORDER BY o.handle",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, read_role(&row.get::<_, String>(1)?)));
    Ok(all.query_map([user], read)?.collect::<Result<_, _>>()?)
}

/// The fleets of a person's organizations.
pub fn fleets_of_user(connection: &Connection, user: i64) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT a.id FROM application a JOIN organization_membership m \
               ON m.is_member_of__organization = a.organization WHERE m.\"user\" = ?1";
    Ok(connection.prepare_cached(sql)?.query_map([user], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Whether a person may write anything at all: who only looks on everywhere may not.
pub fn is_developer_of_any(connection: &Connection, user: i64) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM organization_membership WHERE \"user\" = ?1 AND role = 'developer')";
    Ok(connection.prepare_cached(sql)?.query_row([user], |row| row.get(0))?)
}

fn read_role(name: &str) -> Role {
    if name == Role::Developer.as_str() { Role::Developer } else { Role::Observer }
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
    Ok(role.map(|role| read_role(&role)))
}
