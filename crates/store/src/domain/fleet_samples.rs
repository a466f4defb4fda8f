//! How many devices of each fleet were in each state, over time: counted, kept where it changed, read in slots.

use std::collections::{BTreeMap, HashMap};

use model::device_status::DeviceStatus;
use model::timestamp::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use wire::fleet_states::{FleetSample, TargetSince};

use crate::error::StoreError;
use crate::model_description;

/// So many rows are dropped in one write.
const DROPPED: i64 = 4_096;

/// A series of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Series {
    /// Each minute, for the last two days.
    Minutes,
    /// Each half hour, for the last fourteen.
    HalfHours,
}

impl Series {
    /// How far back it is kept, in milliseconds.
    pub const fn kept_ms(self) -> i64 {
        match self {
            Self::Minutes => 48 * 3_600_000,
            Self::HalfHours => wire::fleet_states::KEPT_MS,
        }
    }

    const fn step(self) -> i64 {
        self as i64
    }
}

/// What a fleet's devices come to at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    pub states: BTreeMap<DeviceStatus, u64>,
    pub target: Option<i64>,
    pub following: u64,
    pub on_target: u64,
}

/// Counts the devices of every fleet, by its id.
pub fn count(connection: &Connection) -> Result<HashMap<i64, Count>, StoreError> {
    let mut fleets = connection.prepare_cached(
        "SELECT id, should_be_running__release FROM application WHERE is_of__class = 'fleet' AND NOT is_host",
    )?;
    let fleets = fleets.query_map([], |row| Ok((row.get(0)?, Count { target: row.get(1)?, ..Count::default() })))?;
    let mut counts: HashMap<i64, Count> = fleets.collect::<Result<_, _>>()?;
    let mut devices = connection.prepare_cached(&format!(
        "SELECT d.belongs_to__application, {}, count(*), \
         sum(coalesce(d.is_pinned_on__release, f.should_be_running__release) IS f.should_be_running__release), \
         sum(coalesce(d.is_pinned_on__release, f.should_be_running__release) IS f.should_be_running__release \
          AND d.is_running__release IS f.should_be_running__release) \
         FROM device d JOIN application f ON f.id = d.belongs_to__application GROUP BY 1, 2",
        model_description::overall_status("d")
    ))?;
    let mut rows = devices.query([])?;
    while let Some(row) = rows.next()? {
        let Some(count) = counts.get_mut(&row.get(0)?) else { continue };
        let word: String = row.get(1)?;
        let Some(state) = DeviceStatus::from_word(&word) else { continue };
        count.states.insert(state, number(row, 2)?);
        if count.target.is_some() {
            count.following += number(row, 3)?;
            count.on_target += number(row, 4)?;
        }
    }
    Ok(counts)
}

/// Keeps a moment of a series, with the counts that differ from the fleet's last ones. A fleet that has gone meanwhile is
/// left out.
pub fn record(connection: &Connection, series: Series, at: i64, changed: &[(i64, Count)]) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO fleet_sample_moment (step, at) VALUES (?1, ?2)")?
        .execute([series.step(), at])?;
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO fleet_sample (application, step, at, states, target, following, on_target) \
         SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM application WHERE id = ?1",
    )?;
    for (fleet, count) in changed {
        let states = serde_json::to_string(&count.states).map_err(|error| StoreError::internal(error.to_string()))?;
        let (following, on_target) = (column(count.following), column(count.on_target));
        insert.execute(params![fleet, series.step(), at, states, count.target, following, on_target])?;
    }
    Ok(())
}

/// The last count kept of each fleet, and when anybody counted last.
pub fn latest(connection: &Connection, series: Series) -> Result<(HashMap<i64, Count>, Option<i64>), StoreError> {
    let mut rows = connection.prepare(
        "SELECT at, states, target, following, on_target, application FROM fleet_sample s WHERE step = ?1 AND at = \
         (SELECT max(at) FROM fleet_sample o WHERE o.application = s.application AND o.step = ?1)",
    )?;
    let rows = rows.query_map([series.step()], |row| Ok((row.get(5)?, sample(row)?)))?;
    let kept = rows.collect::<Result<Vec<(i64, FleetSample)>, _>>()?;
    let counts = kept.into_iter().map(|(fleet, kept)| {
        let FleetSample { states, target, following, on_target, .. } = kept;
        (fleet, Count { states, target, following, on_target })
    });
    let last = connection
        .prepare_cached("SELECT max(at) FROM fleet_sample_moment WHERE step = ?1")?
        .query_row([series.step()], |row| row.get(0))?;
    Ok((counts.collect(), last))
}

/// Drops what is older than the series is kept, some of it at a time; whether there may be more. A fleet's newest sample
/// from before stays: it is what held when the time that is kept began.
pub fn expire(connection: &Connection, series: Series, now_ms: i64) -> Result<bool, StoreError> {
    let before = now_ms - series.kept_ms();
    let moments = connection
        .prepare_cached(
            "DELETE FROM fleet_sample_moment WHERE step = ?1 AND at IN \
             (SELECT at FROM fleet_sample_moment WHERE step = ?1 AND at < ?2 ORDER BY at LIMIT ?3)",
        )?
        .execute([series.step(), before, DROPPED])?;
    let samples = connection
        .prepare_cached(
            "DELETE FROM fleet_sample WHERE (application, step, at) IN \
             (SELECT s.application, s.step, s.at FROM fleet_sample s WHERE s.step = ?1 AND s.at < ?2 AND EXISTS \
              (SELECT 1 FROM fleet_sample n WHERE n.application = s.application AND n.step = ?1 AND n.at > s.at \
               AND n.at <= ?2) LIMIT ?3)",
        )?
        .execute([series.step(), before, DROPPED])?;
    Ok(i64::try_from(moments.max(samples)).unwrap_or(DROPPED) >= DROPPED)
}

/// A fleet's samples from `since` on: the last moment of each slot of `every_ms`, oldest first. What was not written
/// because nothing changed is filled in; a slot nobody counted in is left out.
pub fn read(
    connection: &Connection,
    fleet: i64,
    series: Series,
    since: i64,
    every_ms: i64,
) -> Result<Vec<FleetSample>, StoreError> {
    let mut kept = connection.prepare_cached(
        "SELECT at, states, target, following, on_target FROM fleet_sample WHERE application = ?1 AND step = ?2 \
         AND at >= coalesce((SELECT max(at) FROM fleet_sample WHERE application = ?1 AND step = ?2 AND at < ?3), ?3) \
         ORDER BY at",
    )?;
    let kept = kept.query_map([fleet, series.step(), since], sample)?.collect::<Result<Vec<_>, _>>()?;
    let mut moments = connection.prepare_cached(
        "SELECT max(at) FROM fleet_sample_moment WHERE step = ?1 AND at >= ?2 GROUP BY at / ?3 ORDER BY 1",
    )?;
    let moments = moments.query_map([series.step(), since, every_ms.max(1)], |row| row.get::<_, i64>(0))?;
    let mut samples = Vec::new();
    for at in moments {
        let at = Timestamp::from_millis(at?);
        let held = kept.partition_point(|sample| sample.at <= at).checked_sub(1).and_then(|last| kept.get(last));
        samples.extend(held.map(|held| FleetSample { at, ..held.clone() }));
    }
    Ok(samples)
}

/// Since when the fleet has had its last known target.
pub fn target_since(connection: &Connection, fleet: i64) -> Result<Option<TargetSince>, StoreError> {
    for series in [Series::Minutes, Series::HalfHours] {
        let Some(release) = last_target(connection, fleet, series)? else { continue };
        let before: Option<i64> = connection
            .prepare_cached(
                "SELECT max(at) FROM fleet_sample WHERE application = ?1 AND step = ?2 AND target IS NOT ?3",
            )?
            .query_row([fleet, series.step(), release], |row| row.get(0))?;
        let first: Option<i64> = connection
            .prepare_cached(
                "SELECT min(at) FROM fleet_sample WHERE application = ?1 AND step = ?2 AND at > coalesce(?3, -1)",
            )?
            .query_row(params![fleet, series.step(), before], |row| row.get(0))?;
        if before.is_some() || series == Series::HalfHours {
            let at = first.map(Timestamp::from_millis);
            return Ok(at.map(|at| TargetSince { release, at, is_exact: before.is_some() }));
        }
    }
    Ok(None)
}

fn last_target(connection: &Connection, fleet: i64, series: Series) -> Result<Option<i64>, StoreError> {
    let target: Option<Option<i64>> = connection
        .prepare_cached(
            "SELECT target FROM fleet_sample WHERE application = ?1 AND step = ?2 ORDER BY at DESC LIMIT 1",
        )?
        .query_row([fleet, series.step()], |row| row.get(0))
        .optional()?;
    Ok(target.flatten())
}

fn sample(row: &Row<'_>) -> rusqlite::Result<FleetSample> {
    let states = serde_json::from_str(row.get_ref(1)?.as_str()?).unwrap_or_default();
    Ok(FleetSample {
        at: Timestamp::from_millis(row.get(0)?),
        states,
        target: row.get(2)?,
        following: number(row, 3)?,
        on_target: number(row, 4)?,
    })
}

fn number(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(at)?.unsigned_abs())
}

fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
