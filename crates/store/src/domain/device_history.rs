//! A device's history as it is read, and what was asked of it through its supervisor.

use rusqlite::{Connection, params};

use crate::changed_row::ChangedRow;
use crate::changes;
use crate::doer::{Doer, Doing};
use crate::error::StoreError;

/// One thing that changed or was done. Names are resolved as they are now; who is gone has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: i64,
    pub at_ms: i64,
    pub kind: String,
    pub subject: Option<String>,
    pub was: Option<String>,
    pub became: Option<String>,
    /// `user`, `device`, `server`, `provisioning`.
    pub doer: String,
    pub user: Option<String>,
    /// The name of the API key it was done with; empty when it has none, or is gone.
    pub key: Option<String>,
}

/// Which half is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// What somebody did.
    Done,
    /// What the device went through.
    State,
}

/// The newest first, older than the event `before`.
pub fn read(
    connection: &Connection,
    device: i64,
    sort: Option<Sort>,
    before: Option<i64>,
    most: u32,
) -> Result<Vec<Event>, StoreError> {
    let mut found = connection.prepare_cached(
        "SELECT e.id, e.at, e.kind, e.subject, e.was, e.became, e.doer, u.username, \
          iif(e.doer_key IS NULL, NULL, coalesce(k.name, '')) \
         FROM device_event e LEFT JOIN \"user\" u ON u.id = e.doer_user LEFT JOIN api_key k ON k.id = e.doer_key \
         WHERE e.device = ?1 AND e.id < ?2 AND (?3 IS NULL OR e.is_state = ?3) ORDER BY e.id DESC LIMIT ?4",
    )?;
    let is_state = sort.map(|sort| sort == Sort::State);
    let rows = found.query_map(params![device, before.unwrap_or(i64::MAX), is_state, most], |row| {
        Ok(Event {
            id: row.get(0)?,
            at_ms: row.get(1)?,
            kind: row.get(2)?,
            subject: row.get(3)?,
            was: row.get(4)?,
            became: row.get(5)?,
            doer: row.get(6)?,
            user: row.get(7)?,
            key: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Something was asked of the device's supervisor: `outcome` is what it answered.
pub fn acted(
    connection: &Connection,
    device: i64,
    doer: Doer,
    action: &str,
    of: Option<&str>,
    outcome: &str,
) -> Result<Vec<ChangedRow>, StoreError> {
    let _doing = Doing::by(doer);
    let written = connection
        .prepare_cached(
            "INSERT INTO device_event (device, is_state, number, at, kind, subject, was, became, doer, doer_user, doer_key) \
             SELECT id, 0, coalesce((SELECT max(e.number) FROM device_event e WHERE e.device = ?1 AND e.is_state = 0), 0) + 1, \
              CAST(unixepoch('subsec') * 1000 AS INTEGER), 'action', substr(?2, 1, 100), substr(?3, 1, 200), substr(?4, 1, 200), \
              doer(), doer_user(), doer_key() FROM device WHERE id = ?1",
        )?
        .execute(params![device, action, of, outcome])?;
    // The device went while it was asked.
    if written == 0 { Ok(Vec::new()) } else { Ok(vec![changes::of_named(connection, "device", device)?]) }
}
