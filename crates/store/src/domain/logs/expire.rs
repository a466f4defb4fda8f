//! Dropping lines that are older than the retention, a few devices at a time.

use rusqlite::{Connection, params};

use crate::error::StoreError;

/// So many devices are looked at in one write, and so many of a device's blocks are dropped.
const DEVICES: i64 = 256;
const BLOCKS: i64 = 1_024;

/// Where a sweep over all devices is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sweep {
    /// Devices up to this id are done.
    pub done: i64,
}

/// Drops blocks that arrived before `before` (milliseconds since 1970) and answers where to go on; none at the end.
pub fn expire(connection: &Connection, sweep: Sweep, before: i64) -> Result<Option<Sweep>, StoreError> {
    let mut devices =
        connection.prepare_cached("SELECT device FROM device_log_head WHERE device > ?1 ORDER BY device LIMIT ?2")?;
    let devices: Vec<i64> = devices.query_map([sweep.done, DEVICES], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut drop_oldest = connection.prepare_cached(
        "DELETE FROM device_log_block WHERE device = ?1 AND created_at < ?2 AND last_sequence IN (SELECT last_sequence \
         FROM device_log_block WHERE device = ?1 ORDER BY last_sequence LIMIT ?3)",
    )?;
    let mut sweep = sweep;
    for device in devices {
        let dropped = drop_oldest.execute(params![device, before, BLOCKS])?;
        if i64::try_from(dropped).unwrap_or(i64::MAX) == BLOCKS {
            // More of this one, in a write of its own: nobody else waits for all of it.
            return Ok(Some(sweep));
        }
        sweep.done = device;
    }
    let is_more: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM device_log_head WHERE device > ?1)")?
        .query_row([sweep.done], |row| row.get(0))?;
    Ok(is_more.then_some(sweep))
}
