//! What a device, or any device of a fleet, should be: target state v3 (balena-api.md §4).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use wire::device_state::{AppTarget, DeviceTarget};

use crate::error::StoreError;

use super::target_config::{self, config};
use super::target_release::{self, Whom};

/// Tells older supervisors that the host OS is not a service of theirs (devices.md).
const OF_THE_HOST: [(&str, &str); 1] = [("io.balena.image.store", "root")];

/// What a device should be, and what goes with the telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The uuid of the fleet among the applications; the others are the supervisor and the host OS.
    pub fleet: String,
    /// How often a device so configured asks, in milliseconds.
    pub poll_interval_ms: i64,
    pub state: DeviceTarget,
}

struct Row {
    name: String,
    fleet: i64,
    target: Option<i64>,
    managed_by: Option<i64>,
    operated_by: Option<i64>,
}

/// The target of a device; none if there is no such device. The poll interval is at least `minimum_poll_ms`.
pub fn of_device(connection: &Connection, device: i64, minimum_poll_ms: i64) -> Result<Option<Target>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT d.device_name, a.id, coalesce(d.is_pinned_on__release, a.should_be_running__release), \
             d.should_be_managed_by__release, d.should_be_operated_by__release \
             FROM device d JOIN application a ON a.id = d.belongs_to__application WHERE d.id = ?1",
        )?
        .query_row([device], |row| {
            Ok(Row {
                name: row.get(0)?,
                fleet: row.get(1)?,
                target: row.get(2)?,
                managed_by: row.get(3)?,
                operated_by: row.get(4)?,
            })
        })
        .optional()?;
    let Some(row) = found else { return Ok(None) };
    let config = config(connection, Some(device), row.fleet, minimum_poll_ms)?;
    let mut apps = BTreeMap::new();
    // The fleet's configuration makes labels for the fleet's services only.
    let nothing = BTreeMap::new();
    for (release, labels) in [(row.managed_by, &[][..]), (row.operated_by, &OF_THE_HOST[..])] {
        let Some(release) = release else { continue };
        let whom = |application| Whom { device: Some(device), application, config: &nothing, labels };
        let (uuid, app) = app(connection, owner(connection, release)?, Some(release), whom)?;
        apps.insert(uuid, app);
    }
    let whom = |application| Whom { device: Some(device), application, config: &config, labels: &[] };
    let (fleet, app) = app(connection, row.fleet, row.target, whom)?;
    apps.insert(fleet.clone(), app);
    let poll_interval_ms = target_config::poll_interval_in(&config, minimum_poll_ms);
    Ok(Some(Target { fleet, poll_interval_ms, state: DeviceTarget { name: row.name, config, apps } }))
}

/// What any device of a fleet should be, without what is a device's own: with the fleet's target, or with another
/// successful release of it by its commit.
///
/// # Errors
/// [`StoreError::Forbidden`] if the fleet has no such release, as the API answers.
pub fn of_fleet(
    connection: &Connection,
    fleet: i64,
    commit: Option<&str>,
    minimum_poll_ms: i64,
) -> Result<DeviceTarget, StoreError> {
    let config = config(connection, None, fleet, minimum_poll_ms)?;
    let (name, target): (String, Option<i64>) = connection
        .prepare_cached("SELECT app_name, should_be_running__release FROM application WHERE id = ?1")?
        .query_row([fleet], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(StoreError::Forbidden)?;
    let release = match commit {
        None => target,
        Some(commit) => Some(successful(connection, fleet, commit)?.ok_or(StoreError::Forbidden)?),
    };
    let whom = |application| Whom { device: None, application, config: &config, labels: &[] };
    let (uuid, app) = app(connection, fleet, release, whom)?;
    Ok(DeviceTarget { name, config, apps: BTreeMap::from([(uuid, app)]) })
}

fn successful(connection: &Connection, fleet: i64, commit: &str) -> Result<Option<i64>, StoreError> {
    let sql =
        "SELECT id FROM release WHERE belongs_to__application = ?1 AND \"commit\" = ?2 AND status = 'success' LIMIT 1";
    Ok(connection.prepare_cached(sql)?.query_row(params![fleet, commit], |row| row.get(0)).optional()?)
}

fn owner(connection: &Connection, release: i64) -> Result<i64, StoreError> {
    let sql = "SELECT belongs_to__application FROM release WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([release], |row| row.get(0))?)
}

/// An application by its uuid, with the release it should run.
fn app<'a>(
    connection: &Connection,
    application: i64,
    release: Option<i64>,
    whom: impl FnOnce(i64) -> Whom<'a>,
) -> Result<(String, AppTarget), StoreError> {
    let sql = "SELECT uuid, app_name, is_of__class, is_host FROM application WHERE id = ?1";
    let (uuid, mut app) = connection.prepare_cached(sql)?.query_row([application], |row| {
        let app = AppTarget {
            id: application,
            name: row.get(1)?,
            class: row.get(2)?,
            is_host: row.get(3)?,
            releases: BTreeMap::new(),
        };
        Ok((row.get(0)?, app))
    })?;
    if let Some(release) = release {
        app.releases.extend([target_release::target(connection, &whom(application), release)?]);
    }
    Ok((uuid, app))
}
