//! Copies of the database while it is at work, and whether a copy is whole.

use std::path::Path;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::connection;
use crate::error::StoreError;
use crate::folder::DATABASE;

/// Whether a file of the data folder belongs to the database, and so is copied by [`snapshot`] and not as a file.
pub fn is_of_database(name: &str) -> bool {
    name.starts_with(DATABASE)
}

/// The name of the copy that [`snapshot`] makes, in the data folder as in a backup.
pub const COPY: &str = DATABASE;

/// Copies the database in `folder`, as it is at one moment, to the new file `to`; whoever works in the folder goes on.
///
/// # Errors
/// [`StoreError::Database`] when there is none, or when `to` cannot be written.
pub fn snapshot(folder: &Path, to: &Path) -> Result<(), StoreError> {
    let from = connection::reader(&folder.join(DATABASE))?;
    let mut copy = Connection::open(to)?;
    // All pages in one step: one read transaction, which writers do not wait for and cannot make begin again.
    Backup::new(&from, &mut copy)?.step(-1)?;
    // One file, nothing beside it.
    copy.pragma_update(None, "journal_mode", "delete")?;
    Ok(())
}

/// What `PRAGMA integrity_check` finds wrong with the database at `path`; nothing when it is whole.
///
/// # Errors
/// [`StoreError::Database`] when it cannot be read at all.
pub fn faults(path: &Path) -> Result<Vec<String>, StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let found = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}
