//! The administrator: made at the first start, with a password a person is told.

use std::io;
use std::path::Path;

use rusqlite::Connection;
use store::organizations::{self, Role};
use store::users::{self, NewUser};
use store::{Store, StoreError};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use crate::config::PlatformConfig;
use crate::credentials::password;
use crate::error::PlatformError;
use crate::hex::random_hex;

/// The administrator's user name, unless it is set otherwise.
pub(crate) const NAME: &str = "admin";
/// Holds the password that was made up, for the person who runs the server; gone once they choose their own.
const FILE: &str = "admin-password";

/// Who may sign in after a start.
#[derive(Clone, PartialEq, Eq)]
pub struct Admin {
    /// The user name.
    pub user: String,
    /// None when the person has chosen one and did not tell this start.
    pub password: Option<String>,
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin").field("user", &self.user).finish_non_exhaustive()
    }
}

/// Makes the user and the organization of that name if they are not there; sets the password that was given.
pub(crate) async fn ensure(store: &Store, config: &PlatformConfig) -> Result<Admin, PlatformError> {
    let failed = |error| PlatformError::from_store(&config.data, error);
    let name = config.admin_user.clone();
    let user = store.read(move |c| users::by_login(c, &name)).await.map_err(failed)?;
    let file = config.data.join(FILE);
    let unwritten = |source| PlatformError::Folder { folder: config.data.clone(), source };

    let (password, is_new) = match (&user, &config.admin_password) {
        (_, Some(given)) if given.chars().count() < password::SHORTEST => return Err(PlatformError::ShortPassword),
        (Some(user), Some(given)) => {
            (Some(given.clone()), !password::is_right(given.clone(), Some(user.password_hash.clone())).await)
        }
        (None, Some(given)) => (Some(given.clone()), true),
        (Some(user), None) => {
            let kept = read(&file).await.map_err(unwritten)?;
            let is_kept = match &kept {
                Some(kept) => password::is_right(kept.clone(), Some(user.password_hash.clone())).await,
                None => false,
            };
            (kept.filter(|_| is_kept), false)
        }
        (None, None) => {
            let made = random_hex(10);
            write(&file, &made).await.map_err(unwritten)?;
            (Some(made), true)
        }
    };
    if config.admin_password.is_some() {
        remove(&file).await.map_err(unwritten)?;
    }
    if let Some(password) = password.clone().filter(|_| is_new) {
        let hash = password::hash(password).await.map_err(PlatformError::Password)?;
        let name = config.admin_user.clone();
        let known = user.map(|user| user.id);
        store.write(move |connection| keep(connection, known, name, hash)).await.map_err(failed)?;
    }
    Ok(Admin { user: config.admin_user.clone(), password })
}

/// The person, and the organization of their name, which they may do everything in.
fn keep(connection: &Connection, known: Option<i64>, name: String, password_hash: String) -> Result<(), StoreError> {
    let jwt_secret = random_hex(16);
    if let Some(id) = known {
        return users::set_password(connection, id, &password_hash, &jwt_secret);
    }
    let organization = match organizations::by_handle(connection, &name)? {
        Some(organization) => organization,
        None => organizations::create(connection, &name, &name)?,
    };
    let new = NewUser { email: Some(format!("{name}@binnacle.local")), username: name, password_hash, jwt_secret };
    let user = users::create(connection, &new)?;
    organizations::add_member(connection, organization, user.id, Role::Developer)
}

async fn read(file: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(file).await {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Only its owner can read it.
async fn write(file: &Path, password: &str) -> io::Result<()> {
    remove(file).await?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut file = options.open(file).await?;
    file.write_all(format!("{password}\n").as_bytes()).await?;
    file.sync_all().await
}

async fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
