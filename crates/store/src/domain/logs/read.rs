//! Reading a device's log by number: where a history begins, and what stands after a line.

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, params};

use super::block::LogBlock;
use crate::error::StoreError;

/// A page ends with the block that goes over so many bytes.
const PAGE_BYTES: usize = 64 * 1024;

/// Which of the last lines a history begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The last so many.
    Last(u64),
    /// All of the ring but for its oldest so many.
    AllBut(u64),
}

/// Some lines after a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Oldest first, consecutive but where lines have gone.
    pub blocks: Vec<LogBlock>,
    /// The number of the newest line of the device when this was read; 0 when it never had one.
    pub newest: u64,
}

/// The number of the device's newest line; 0 when it never had one.
pub fn newest(connection: &Connection, device: i64) -> Result<u64, StoreError> {
    let sql = "SELECT next_sequence - 1 FROM device_log_head WHERE device = ?1";
    let newest: Option<i64> = connection.prepare_cached(sql)?.query_row([device], |row| row.get(0)).optional()?;
    Ok(newest.and_then(|newest| u64::try_from(newest).ok()).unwrap_or(0))
}

/// The position before the first line of a history out of a ring of `keep` lines, from those that arrived at or after
/// `since` (milliseconds since 1970), and the newest line's number.
pub fn history(
    connection: &Connection,
    device: i64,
    wanted: Wanted,
    since: i64,
    keep: u64,
) -> Result<(u64, u64), StoreError> {
    let newest = newest(connection, device)?;
    let start = match wanted {
        Wanted::Last(lines) => newest.saturating_sub(lines.min(keep)),
        Wanted::AllBut(lines) => newest.saturating_sub(keep).saturating_add(lines).min(newest),
    };
    Ok((since_or_after(connection, device, start, newest, since)?, newest))
}

/// The position after `start` from which on all lines arrived at or after `since`. Most often that is `start`, or the
/// line it asks for is one of the newest: so the oldest block is looked at, then blocks from the newest back.
fn since_or_after(
    connection: &Connection,
    device: i64,
    start: u64,
    newest: u64,
    since: i64,
) -> Result<u64, StoreError> {
    let key = i64::try_from(start).unwrap_or(i64::MAX);
    let oldest: Option<(i64, i64, i64)> = connection
        .prepare_cached(
            "SELECT last_sequence, lines, created_at FROM device_log_block WHERE device = ?1 AND last_sequence > ?2 \
             ORDER BY last_sequence LIMIT 1",
        )?
        .query_row([device, key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((last, lines, created_at)) = oldest else { return Ok(newest) };
    if created_at >= since {
        return Ok(start.max((last - lines).unsigned_abs()));
    }
    let mut walk = connection.prepare_cached(
        "SELECT last_sequence, lines, created_at FROM device_log_block WHERE device = ?1 AND last_sequence > ?2 \
         ORDER BY last_sequence DESC",
    )?;
    let mut rows = walk.query([device, key])?;
    let mut position = newest;
    while let Some(row) = rows.next()? {
        let (last, lines, created_at): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if created_at < since {
            break;
        }
        position = (last - lines).unsigned_abs();
    }
    Ok(position.max(start))
}

/// The lines after the one numbered `position` up to the one numbered `until`; as many as make a page.
pub fn after(connection: &Connection, device: i64, position: u64, until: u64) -> Result<Page, StoreError> {
    let mut page = Page { blocks: Vec::new(), newest: newest(connection, device)? };
    let Ok(key) = i64::try_from(position) else { return Ok(page) };
    let mut walk = connection.prepare_cached(
        "SELECT last_sequence, lines, text FROM device_log_block WHERE device = ?1 AND last_sequence > ?2 \
         ORDER BY last_sequence",
    )?;
    let mut rows = walk.query(params![device, key])?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let (last, lines): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (first, last) = ((last - lines + 1).unsigned_abs(), last.unsigned_abs());
        if first > until {
            break;
        }
        let text = Bytes::copy_from_slice(row.get_ref(2)?.as_blob().unwrap_or_default());
        let block = LogBlock { first, last, text }.between(position, until);
        bytes += block.text.len();
        page.blocks.push(block);
        if bytes > PAGE_BYTES || last >= until {
            break;
        }
    }
    Ok(page)
}
