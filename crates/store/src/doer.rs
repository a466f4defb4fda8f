//! Who does what is being written, for the history of devices: known to the writing thread while one write runs.

use std::cell::Cell;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::access::Access;

/// Who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Doer {
    /// The platform by itself.
    #[default]
    Server,
    /// The device, by its report or with its own key.
    Device,
    /// A person; `key` is the API key they showed, if it was one.
    User { user: i64, key: Option<i64> },
    /// A fleet's provisioning key.
    Provisioning,
}

impl Doer {
    /// The caller; `key` is the API key that was shown.
    pub const fn of(access: Access, key: Option<i64>) -> Self {
        match access {
            Access::User { user, .. } => Self::User { user, key },
            Access::Device { .. } => Self::Device,
            Access::Provisioning { .. } => Self::Provisioning,
            Access::System | Access::VpnService | Access::Guest => Self::Server,
        }
    }

    /// The word in the database.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Device => "device",
            Self::User { .. } => "user",
            Self::Provisioning => "provisioning",
        }
    }

    pub(crate) const fn user(self) -> Option<i64> {
        match self {
            Self::User { user, .. } => Some(user),
            _ => None,
        }
    }

    pub(crate) const fn key(self) -> Option<i64> {
        match self {
            Self::User { key, .. } => key,
            _ => None,
        }
    }
}

thread_local! {
    static DOER: Cell<Doer> = const { Cell::new(Doer::Server) };
}

/// Until it is dropped, what this thread writes is done by `doer`.
#[derive(Debug)]
pub(crate) struct Doing(Doer);

impl Doing {
    pub(crate) fn by(doer: Doer) -> Self {
        Self(DOER.replace(doer))
    }
}

impl Drop for Doing {
    fn drop(&mut self) {
        DOER.set(self.0);
    }
}

/// `doer()`, `doer_user()` and `doer_key()` on the connection that writes.
pub(crate) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8;
    connection.create_scalar_function("doer", 0, flags, |_| Ok(DOER.get().word()))?;
    connection.create_scalar_function("doer_user", 0, flags, |_| Ok(DOER.get().user()))?;
    connection.create_scalar_function("doer_key", 0, flags, |_| Ok(DOER.get().key()))
}
