//! Samples of a device's metrics: a ring of a day in five minutes and of a week in hours.

use rusqlite::{Connection, params};

use crate::error::StoreError;

use super::report_body::Column;

const MINUTE: i64 = 60_000;
/// The rings: where their slots begin, how many there are, how long one is in milliseconds.
const DAY: (i64, i64, i64) = (0, 288, 5 * MINUTE);
const WEEK: (i64, i64, i64) = (288, 168, 60 * MINUTE);

/// What is sampled.
const SAMPLED: [&str; 4] = ["cpu_usage", "cpu_temp", "memory_usage", "storage_usage"];

/// One moment. Percent, °C, MB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub at_ms: i64,
    pub cpu_usage: Option<i64>,
    pub cpu_temp: Option<i64>,
    pub memory_usage: Option<i64>,
    pub storage_usage: Option<i64>,
}

/// Which ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Day,
    Week,
}

/// Keeps what the device's row says now, if one of `written` is a metric: within a slot the highest of the processor and
/// its temperature, the last of memory and storage.
pub(super) fn sample(connection: &Connection, device: i64, written: &[Column], now: i64) -> Result<(), StoreError> {
    if !written.iter().any(|(name, _)| SAMPLED.contains(name)) {
        return Ok(());
    }
    // Mostly one statement: an hour hears of it only when five minutes begin, or when it was there already.
    if !raise(connection, device, DAY, now)? {
        begin(connection, device, DAY, now)?;
        if !raise(connection, device, WEEK, now)? {
            begin(connection, device, WEEK, now)?;
        }
    }
    Ok(())
}

fn raise(connection: &Connection, device: i64, ring: (i64, i64, i64), now: i64) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached(
            "UPDATE device_metric AS m SET \
              cpu_usage = max(coalesce(m.cpu_usage, d.cpu_usage), coalesce(d.cpu_usage, m.cpu_usage)), \
              cpu_temp = max(coalesce(m.cpu_temp, d.cpu_temp), coalesce(d.cpu_temp, m.cpu_temp)), \
              memory_usage = d.memory_usage, storage_usage = d.storage_usage \
             FROM device d WHERE d.id = ?1 AND m.device = ?1 AND m.slot = ?2 AND m.at >= ?3",
        )?
        .execute(params![device, slot(ring, now), now - now.rem_euclid(ring.2)])?;
    Ok(changed > 0)
}

fn begin(connection: &Connection, device: i64, ring: (i64, i64, i64), now: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO device_metric (device, slot, at, cpu_usage, cpu_temp, memory_usage, storage_usage) \
             SELECT id, ?2, ?3, cpu_usage, cpu_temp, memory_usage, storage_usage FROM device WHERE id = ?1",
        )?
        .execute(params![device, slot(ring, now), now])?;
    Ok(())
}

const fn slot((first, slots, length): (i64, i64, i64), now: i64) -> i64 {
    first + (now / length).rem_euclid(slots)
}

/// The samples of a span that ends now, oldest first.
pub fn read(connection: &Connection, device: i64, span: Span, now: i64) -> Result<Vec<Sample>, StoreError> {
    let (first, slots, length) = match span {
        Span::Day => DAY,
        Span::Week => WEEK,
    };
    let mut found = connection.prepare_cached(
        "SELECT at, cpu_usage, cpu_temp, memory_usage, storage_usage FROM device_metric \
         WHERE device = ?1 AND slot >= ?2 AND slot < ?3 AND at > ?4 ORDER BY at",
    )?;
    let rows = found.query_map(params![device, first, first + slots, now - slots * length], |row| {
        Ok(Sample {
            at_ms: row.get(0)?,
            cpu_usage: row.get(1)?,
            cpu_temp: row.get(2)?,
            memory_usage: row.get(3)?,
            storage_usage: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
