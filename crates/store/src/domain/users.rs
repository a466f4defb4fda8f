//! People: their names, the hashes of their passwords, their SSH keys.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::clock::now_ms;
use crate::error::StoreError;

use super::actors;

/// A person, with what is needed to check a password and a token. Its `Debug` keeps both to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    pub id: i64,
    pub actor: i64,
    pub username: String,
    pub email: Option<String>,
    /// An argon2id hash in PHC form.
    pub password_hash: String,
    /// Stands in every token; a new one ends all of them.
    pub jwt_secret: String,
    /// Held back: neither password nor token nor key opens anything.
    pub is_disabled: bool,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("username", &self.username).finish_non_exhaustive()
    }
}

/// A person to be made.
#[derive(Clone)]
pub struct NewUser {
    pub username: String,
    pub email: Option<String>,
    pub password_hash: String,
    pub jwt_secret: String,
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("username", &self.username).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "SELECT id, actor, username, email, password, jwt_secret, is_disabled FROM \"user\"";

fn read(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        actor: row.get(1)?,
        username: row.get(2)?,
        email: row.get(3)?,
        password_hash: row.get(4)?,
        jwt_secret: row.get(5)?,
        is_disabled: row.get(6)?,
    })
}

/// By user name, or by e-mail if it has an `@`; in whatever case it is written.
pub fn by_login(connection: &Connection, login: &str) -> Result<Option<User>, StoreError> {
    let field = if login.contains('@') { "email" } else { "username" };
    let sql = format!("{COLUMNS} WHERE lower({field}) = lower(?1) ORDER BY id LIMIT 1");
    Ok(connection.prepare_cached(&sql)?.query_row([login], read).optional()?)
}

/// By id.
pub fn by_id(connection: &Connection, id: i64) -> Result<Option<User>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

/// Makes a person; they belong to no organization yet.
///
/// # Errors
/// [`StoreError::Conflict`] if the name or the e-mail is taken.
pub fn create(connection: &Connection, new: &NewUser) -> Result<User, StoreError> {
    let actor = actors::create(connection)?;
    connection
        .prepare_cached(
            "INSERT INTO \"user\" (created_at, modified_at, actor, username, email, password, jwt_secret) \
             VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![now_ms(), actor, new.username, new.email, new.password_hash, new.jwt_secret])?;
    let id = connection.last_insert_rowid();
    by_id(connection, id)?.ok_or_else(|| StoreError::internal("a user was made and is not there"))
}

/// A new password; with a new `jwt_secret` every token given out before ends.
pub fn set_password(connection: &Connection, id: i64, password_hash: &str, jwt_secret: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE \"user\" SET password = ?2, jwt_secret = ?3, modified_at = ?4 WHERE id = ?1")?
        .execute(params![id, password_hash, jwt_secret, now_ms()])?;
    Ok(())
}

/// Holds a person back, or lets them in again. What they have open ends.
pub fn set_disabled(connection: &Connection, id: i64, is_disabled: bool) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE \"user\" SET is_disabled = ?2, modified_at = ?3 WHERE id = ?1")?
        .execute(params![id, is_disabled, now_ms()])?;
    Ok(())
}

/// Forgets a person, with their keys and memberships.
pub fn remove(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM \"user\" WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Everybody, by name.
pub fn all(connection: &Connection) -> Result<Vec<User>, StoreError> {
    let mut all = connection.prepare_cached(&format!("{COLUMNS} ORDER BY username"))?;
    Ok(all.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// The SSH keys with which a person may enter a device: those of someone who may command it, one line each.
pub fn public_keys(connection: &Connection, username: &str, device: i64) -> Result<Vec<String>, StoreError> {
    let mut keys = connection.prepare_cached(
        "SELECT k.public_key FROM user__has__public_key k JOIN \"user\" u ON u.id = k.\"user\" \
         JOIN organization_membership m ON m.\"user\" = u.id AND m.role = 'developer' \
         JOIN application a ON a.organization = m.is_member_of__organization \
         JOIN device d ON d.belongs_to__application = a.id AND d.id = ?2 \
         WHERE u.username = ?1 AND NOT u.is_disabled ORDER BY k.id",
    )?;
    Ok(keys.query_map(params![username, device], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The SSH keys of a person, one line each.
pub fn own_public_keys(connection: &Connection, user: i64) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT public_key FROM user__has__public_key WHERE \"user\" = ?1 ORDER BY id";
    let mut keys = connection.prepare_cached(sql)?;
    Ok(keys.query_map([user], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
