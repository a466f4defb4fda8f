//! API keys: made here, kept only as a hash (balena-api.md §3).

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use sha2::{Digest, Sha256};

use crate::clock::now_ms;
use crate::error::StoreError;
use crate::random;

use super::actors::{self, ActorKind};
use super::users;

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRole {
    /// Acts as a person, but makes no keys for people.
    NamedUser,
    /// Registers devices into its fleet, nothing else.
    Provisioning,
    /// A device's own.
    Device,
}

impl KeyRole {
    /// The role's name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NamedUser => "named-user-api-key",
            Self::Provisioning => "provisioning-api-key",
            Self::Device => "device-api-key",
        }
    }

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::NamedUser, Self::Provisioning, Self::Device].into_iter().find(|role| role.as_str() == name)
    }
}

/// A key to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    pub actor: i64,
    pub role: KeyRole,
    pub name: Option<String>,
    pub description: Option<String>,
    /// Milliseconds since 1970; none: never.
    pub expiry_date: Option<i64>,
    /// The key itself, if the caller has chosen one.
    pub secret: Option<String>,
}

/// Whose a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyOwner {
    pub key_id: i64,
    pub role: KeyRole,
    pub actor: i64,
    pub kind: ActorKind,
    /// Milliseconds since 1970; none: never.
    pub expiry_date: Option<i64>,
}

/// Makes a key and answers it: the only time it can be read.
///
/// # Errors
/// [`StoreError::Rule`] for a chosen key that is too short, [`StoreError::Conflict`] for one that is taken.
pub fn create(connection: &Connection, key: &NewKey) -> Result<String, StoreError> {
    let secret = key.secret.clone().unwrap_or_else(random::api_key);
    if secret.len() < 16 || secret.len() > 128 || !secret.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(StoreError::rule("An API key is 16 to 128 letters and digits."));
    }
    connection
        .prepare_cached(
            "INSERT INTO api_key (created_at, modified_at, is_of__actor, role, name, description, expiry_date, key_hash) \
             VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            now_ms(),
            key.actor,
            key.role.as_str(),
            key.name,
            key.description,
            key.expiry_date,
            hash(&secret)
        ])?;
    Ok(secret)
}

/// Whether there is such a key already, whoever's and however old.
pub(crate) fn exists(connection: &Connection, secret: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM api_key WHERE key_hash = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([hash(secret)], |row| row.get(0))?)
}

/// Whose key this is; none if there is none, it has expired, or its person is held back.
pub fn owner(connection: &Connection, secret: &str) -> Result<Option<KeyOwner>, StoreError> {
    found(connection, "key_hash", &hash(secret))
}

/// The same by the key's id, for whoever has shown it before.
pub fn owner_by_id(connection: &Connection, key: i64) -> Result<Option<KeyOwner>, StoreError> {
    found(connection, "id", &key)
}

fn found(connection: &Connection, column: &str, value: &dyn ToSql) -> Result<Option<KeyOwner>, StoreError> {
    let sql = format!(
        "SELECT id, role, is_of__actor, expiry_date FROM api_key \
         WHERE {column} = ?1 AND (expiry_date IS NULL OR expiry_date > ?2)"
    );
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?));
    let found = connection.prepare_cached(&sql)?.query_row(params![value, now_ms()], read).optional()?;
    let Some((key_id, role, actor, expiry_date)) = found else { return Ok(None) };
    let (Some(role), Some(kind)) = (KeyRole::from_name(&role), actors::kind(connection, actor)?) else {
        return Ok(None);
    };
    if let ActorKind::User(user) = kind
        && users::by_id(connection, user)?.is_none_or(|user| user.is_disabled)
    {
        return Ok(None);
    }
    Ok(Some(KeyOwner { key_id, role, actor, kind, expiry_date }))
}

/// Forgets an actor's keys of a role: a device's when it gets a new one.
pub fn revoke(connection: &Connection, actor: i64, role: KeyRole) -> Result<(), StoreError> {
    let sql = "DELETE FROM api_key WHERE is_of__actor = ?1 AND role = ?2";
    connection.prepare_cached(sql)?.execute(params![actor, role.as_str()])?;
    Ok(())
}

/// Keys are 190 bits of chance, so a plain hash is as good as a slow one.
fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
