//! A device's log: a ring of its last lines, written once however often a device sends them (balena-api.md §8).

use rusqlite::{Connection, OptionalExtension, Row, params};
use wire::log_line::{DeviceLogLine, LogLine, MAX_MESSAGE_CHARS};

use crate::error::StoreError;

/// So many lines are kept of a device.
pub const KEPT: i64 = 1_000;
/// So many more may pile up before the ring is cut: one delete for many lines.
const SLACK: i64 = 250;
/// So many runs of numbered lines are remembered of a device.
const SESSIONS: i64 = 8;

/// Names a device's run of numbered lines and the number of the first line of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub name: String,
    pub first_offset: u64,
}

/// What came of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The lines that were new, as readers get them.
    pub stored: Vec<LogLine>,
    /// The number of the next line the session has not sent yet; 0 without a session.
    pub next_offset: u64,
}

/// Keeps the lines that are new. With a session, those sent before are passed over: lines and session are one transaction.
pub fn append(
    connection: &Connection,
    device: i64,
    session: Option<&Session>,
    lines: &[DeviceLogLine],
    now_ms: i64,
) -> Result<Appended, StoreError> {
    let (lines, next_offset) = match session {
        None => (lines, 0),
        Some(session) => unsent(connection, device, session, lines, now_ms)?,
    };
    if lines.is_empty() {
        return Ok(Appended { stored: Vec::new(), next_offset });
    }
    let (first, mut next): (i64, i64) = connection
        .prepare_cached("SELECT first_sequence, next_sequence FROM device_log_head WHERE device = ?1")?
        .query_row([device], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or((1, 1));
    let mut insert = connection.prepare_cached(
        "INSERT INTO device_log (device, sequence, created_at, timestamp, is_system, is_std_err, service, message) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut stored = Vec::with_capacity(lines.len());
    for line in lines {
        let line = LogLine {
            created_at: now_ms,
            timestamp: line.timestamp,
            is_system: line.is_system,
            is_std_err: line.is_std_err,
            service_id: line.service_id,
            message: cut(&line.message),
            sequence: u64::try_from(next).ok(),
        };
        insert.execute(params![
            device,
            next,
            line.created_at,
            line.timestamp,
            line.is_system,
            line.is_std_err,
            line.service_id,
            line.message
        ])?;
        stored.push(line);
        next += 1;
    }
    let first = trim(connection, device, first, next)?;
    connection
        .prepare_cached(
            "INSERT INTO device_log_head (device, first_sequence, next_sequence) VALUES (?1, ?2, ?3) \
             ON CONFLICT (device) DO UPDATE SET first_sequence = ?2, next_sequence = ?3",
        )?
        .execute([device, first, next])?;
    Ok(Appended { stored, next_offset })
}

/// The lines the session has not sent before, and the number after the last of them.
fn unsent<'l>(
    connection: &Connection,
    device: i64,
    session: &Session,
    lines: &'l [DeviceLogLine],
    now_ms: i64,
) -> Result<(&'l [DeviceLogLine], u64), StoreError> {
    let known = next_offset(connection, device, &session.name)?;
    let length = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let next = known.unwrap_or(0).max(session.first_offset.saturating_add(length));
    let already = known.unwrap_or(0).saturating_sub(session.first_offset);
    let lines = usize::try_from(already).ok().and_then(|already| lines.get(already..)).unwrap_or_default();
    connection
        .prepare_cached(
            "INSERT INTO device_log_session (device, session, next_offset, seen_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (device, session) DO UPDATE SET next_offset = ?3, seen_at = ?4",
        )?
        .execute(params![device, session.name, i64::try_from(next).unwrap_or(i64::MAX), now_ms])?;
    if known.is_none() {
        connection
            .prepare_cached(
                "DELETE FROM device_log_session WHERE device = ?1 AND session NOT IN (SELECT session FROM \
                 device_log_session WHERE device = ?1 ORDER BY seen_at DESC, session = ?3 DESC LIMIT ?2)",
            )?
            .execute(params![device, SESSIONS, session.name])?;
    }
    Ok((lines, next))
}

/// The number of the next line a session has to send; none if it never sent one.
pub fn next_offset(connection: &Connection, device: i64, session: &str) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT next_offset FROM device_log_session WHERE device = ?1 AND session = ?2";
    let next: Option<i64> =
        connection.prepare_cached(sql)?.query_row(params![device, session], |row| row.get(0)).optional()?;
    Ok(next.and_then(|next| u64::try_from(next).ok()))
}

/// Cuts the ring when it has grown by more than the slack; answers its first line's number.
fn trim(connection: &Connection, device: i64, first: i64, next: i64) -> Result<i64, StoreError> {
    if next - first <= KEPT + SLACK {
        return Ok(first);
    }
    let first = next - KEPT;
    connection
        .prepare_cached("DELETE FROM device_log WHERE device = ?1 AND sequence < ?2")?
        .execute([device, first])?;
    Ok(first)
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(MAX_MESSAGE_CHARS) {
        Some((at, _)) => message.get(..at).unwrap_or_default().to_owned(),
        None => message.to_owned(),
    }
}

const COLUMNS: &str = "SELECT sequence, created_at, timestamp, is_system, is_std_err, service, message FROM device_log";

/// The last `count` lines (at most [`KEPT`]) that arrived at or after `since_ms`, oldest first.
pub fn history(
    connection: &Connection,
    device: i64,
    count: usize,
    since_ms: Option<i64>,
) -> Result<Vec<LogLine>, StoreError> {
    let count = i64::try_from(count).unwrap_or(KEPT).min(KEPT);
    let sql = format!("{COLUMNS} WHERE device = ?1 AND created_at >= ?2 ORDER BY sequence DESC LIMIT ?3");
    let mut rows = connection.prepare_cached(&sql)?;
    let rows = rows.query_map([device, since_ms.unwrap_or(i64::MIN), count], read)?;
    let mut lines: Vec<LogLine> = rows.collect::<Result<_, _>>()?;
    lines.reverse();
    Ok(lines)
}

/// The lines after the one numbered `sequence`, oldest first.
pub fn after(connection: &Connection, device: i64, sequence: u64, limit: usize) -> Result<Vec<LogLine>, StoreError> {
    let sql = format!("{COLUMNS} WHERE device = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3");
    let mut rows = connection.prepare_cached(&sql)?;
    let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(rows.query_map([device, sequence, limit], read)?.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<LogLine> {
    let sequence: i64 = row.get(0)?;
    Ok(LogLine {
        sequence: u64::try_from(sequence).ok(),
        created_at: row.get(1)?,
        timestamp: row.get(2)?,
        is_system: row.get(3)?,
        is_std_err: row.get(4)?,
        service_id: row.get(5)?,
        message: row.get(6)?,
    })
}
