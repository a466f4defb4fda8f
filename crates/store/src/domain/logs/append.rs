//! Keeping lines: each once, numbered on, in a ring per device.

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, params};
use wire::log_line::DeviceLogLine;

use super::block::{LogBlock, count, skip, write_line};
use crate::error::StoreError;

/// A row's text is cut at the next line after so many bytes.
const BLOCK_BYTES: usize = 64 * 1024;
/// So many rows of lines that are too old go with one append: what many lines cost is spread over many writes.
const TRIMMED_AT_ONCE: i64 = 512;
/// So many runs of numbered lines are remembered of a device.
const SESSIONS: i64 = 8;

/// Names a device's run of numbered lines and the number of the first line of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub name: String,
    pub first_offset: u64,
}

/// Lines of one device that came together.
#[derive(Debug, Clone)]
pub struct Batch {
    pub device: i64,
    pub session: Option<Session>,
    /// When they came, in milliseconds since 1970; the same as in each line.
    pub created_at: i64,
    /// Lines as [`write_line`] writes them.
    pub text: Bytes,
}

/// What came of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// The lines that were new, and the number of the next line the session has not sent yet (0 without a session).
    Kept { blocks: Vec<LogBlock>, next_offset: u64 },
    /// There is no such device (any more); nothing was kept.
    NoDevice,
}

/// Keeps the lines that are new; of each device at least the last `keep`. With a session, those sent before are passed
/// over, and those the session skipped leave a line that says so: lines and session are one transaction.
pub fn append(connection: &Connection, batches: &[Batch], keep: u64) -> Result<Vec<Appended>, StoreError> {
    batches.iter().map(|batch| one(connection, batch, keep)).collect()
}

fn one(connection: &Connection, batch: &Batch, keep: u64) -> Result<Appended, StoreError> {
    let Some((first, next)) = head(connection, batch.device)? else { return Ok(Appended::NoDevice) };
    let mut ring = Ring { connection, device: batch.device, first, next, blocks: Vec::new() };
    let next_offset = match &batch.session {
        None => {
            ring.push(batch.created_at, batch.text.clone())?;
            0
        }
        Some(session) => {
            let known = next_offset(connection, batch.device, &session.name)?;
            let skipped = known.map_or(0, |known| session.first_offset.saturating_sub(known));
            if skipped > 0 {
                ring.push(batch.created_at, dropped(skipped, batch.created_at))?;
            }
            let sent_before = known.map_or(0, |known| known.saturating_sub(session.first_offset));
            ring.push(batch.created_at, batch.text.slice(skip(&batch.text, sent_before)..))?;
            let next = session.first_offset.saturating_add(count(&batch.text)).max(known.unwrap_or(0));
            remember(connection, batch, session, next, known.is_none())?;
            next
        }
    };
    ring.trim(keep)?;
    ring.close(next)?;
    Ok(Appended::Kept { blocks: ring.blocks, next_offset })
}

/// The first number that may still be there and the next one to give; none without the device.
fn head(connection: &Connection, device: i64) -> Result<Option<(i64, i64)>, StoreError> {
    let sql = "SELECT coalesce(h.first_sequence, 1), coalesce(h.next_sequence, 1) FROM device d \
               LEFT JOIN device_log_head h ON h.device = d.id WHERE d.id = ?1";
    let found = connection.prepare_cached(sql)?.query_row([device], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// The line that stands for those a device had to drop before it could send them.
fn dropped(lines: u64, now: i64) -> Bytes {
    let message = format!("Warning: {lines} message(s) were dropped on the device");
    let line = DeviceLogLine { timestamp: now, message, is_system: true, is_std_err: true, service_id: None };
    let mut text = Vec::new();
    write_line(&mut text, now, &line);
    text.into()
}

/// A device's lines while some are added.
struct Ring<'c> {
    connection: &'c Connection,
    device: i64,
    first: i64,
    next: i64,
    blocks: Vec<LogBlock>,
}

impl Ring<'_> {
    fn push(&mut self, created_at: i64, mut text: Bytes) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO device_log_block (device, last_sequence, lines, created_at, text) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        while !text.is_empty() {
            let full = text.get(BLOCK_BYTES..).and_then(|rest| memchr::memchr(b'\n', rest));
            let block = text.split_to(full.map_or(text.len(), |at| BLOCK_BYTES + at + 1));
            let lines = i64::try_from(count(&block)).unwrap_or(i64::MAX);
            let last = self.next + lines - 1;
            insert.execute(params![self.device, last, lines, created_at, &*block])?;
            self.blocks.push(LogBlock { first: self.next.unsigned_abs(), last: last.unsigned_abs(), text: block });
            self.next = last + 1;
        }
        Ok(())
    }

    /// Drops blocks when the ring has grown by more than a quarter, or by 10,000 lines.
    fn trim(&mut self, keep: u64) -> Result<(), StoreError> {
        let keep = i64::try_from(keep).unwrap_or(i64::MAX).max(1);
        let slack = (keep / 4).min(10_000);
        let wanted = self.next.saturating_sub(keep);
        if wanted.saturating_sub(self.first) <= slack {
            return Ok(());
        }
        let dropped = self
            .connection
            .prepare_cached(
                "DELETE FROM device_log_block WHERE device = ?1 AND last_sequence IN (SELECT last_sequence FROM \
                 device_log_block WHERE device = ?1 AND last_sequence < ?2 ORDER BY last_sequence LIMIT ?3)",
            )?
            .execute([self.device, wanted, TRIMMED_AT_ONCE])?;
        if i64::try_from(dropped).unwrap_or(i64::MAX) < TRIMMED_AT_ONCE {
            self.first = wanted;
        }
        Ok(())
    }

    fn close(&self, next_before: i64) -> Result<(), StoreError> {
        if self.next == next_before {
            return Ok(());
        }
        self.connection
            .prepare_cached(
                "INSERT INTO device_log_head (device, first_sequence, next_sequence) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (device) DO UPDATE SET first_sequence = ?2, next_sequence = ?3",
            )?
            .execute([self.device, self.first, self.next])?;
        Ok(())
    }
}

/// The number of the next line a session has to send; none if it never sent one.
fn next_offset(connection: &Connection, device: i64, session: &str) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT next_offset FROM device_log_session WHERE device = ?1 AND session = ?2";
    let next: Option<i64> =
        connection.prepare_cached(sql)?.query_row(params![device, session], |row| row.get(0)).optional()?;
    Ok(next.and_then(|next| u64::try_from(next).ok()))
}

fn remember(
    connection: &Connection,
    batch: &Batch,
    session: &Session,
    next: u64,
    is_new: bool,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO device_log_session (device, session, next_offset, seen_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (device, session) DO UPDATE SET next_offset = ?3, seen_at = ?4",
        )?
        .execute(params![batch.device, session.name, i64::try_from(next).unwrap_or(i64::MAX), batch.created_at])?;
    if is_new {
        connection
            .prepare_cached(
                "DELETE FROM device_log_session WHERE device = ?1 AND session NOT IN (SELECT session FROM \
                 device_log_session WHERE device = ?1 ORDER BY seen_at DESC, session = ?3 DESC LIMIT ?2)",
            )?
            .execute(params![batch.device, SESSIONS, session.name])?;
    }
    Ok(())
}
