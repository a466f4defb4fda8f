//! Whether a device can be reached: its heartbeat by polling and its link (balena-api.md §7).

use model::heartbeat::HeartbeatState;
use rusqlite::{Connection, Params, params};

use crate::changed_row::ChangedRow;
use crate::changes;
use crate::error::StoreError;

use super::target_config;

/// A device asked for its target state: it is online.
pub fn heard(connection: &Connection, device: i64, at_ms: i64) -> Result<Vec<ChangedRow>, StoreError> {
    set_heartbeat(connection, device, HeartbeatState::Online, at_ms)
}

/// Sets the heartbeat's state; nothing changes if it is that already.
pub fn set_heartbeat(
    connection: &Connection,
    device: i64,
    state: HeartbeatState,
    at_ms: i64,
) -> Result<Vec<ChangedRow>, StoreError> {
    update(
        connection,
        device,
        "UPDATE device SET api_heartbeat_state = ?2, changed_api_heartbeat_state_on__date = ?3, modified_at = ?3 \
         WHERE id = ?1 AND api_heartbeat_state <> ?2",
        params![device, state.as_str(), at_ms],
    )
}

/// The device's link came up.
pub fn link_up(connection: &Connection, device: i64, at_ms: i64) -> Result<Vec<ChangedRow>, StoreError> {
    set_link(connection, device, true, at_ms)
}

/// The device's link went down.
pub fn link_down(connection: &Connection, device: i64, at_ms: i64) -> Result<Vec<ChangedRow>, StoreError> {
    set_link(connection, device, false, at_ms)
}

/// The device is connected through this instance of a VPN service.
///
/// # Errors
/// [`StoreError::Conflict`] if there is no such instance.
pub fn vpn_up(connection: &Connection, device: i64, instance: i64, at_ms: i64) -> Result<Vec<ChangedRow>, StoreError> {
    let mut changed = link_up(connection, device, at_ms)?;
    changed.extend(update(
        connection,
        device,
        "UPDATE device SET is_managed_by__service_instance = ?2, modified_at = ?3 \
         WHERE id = ?1 AND is_managed_by__service_instance IS NOT ?2",
        params![device, instance, at_ms],
    )?);
    Ok(changed)
}

/// The device is no longer connected through this instance; one that has moved to another stays as it is.
/// `has_link`: it is connected otherwise.
pub fn vpn_down(
    connection: &Connection,
    device: i64,
    instance: i64,
    has_link: bool,
    at_ms: i64,
) -> Result<Vec<ChangedRow>, StoreError> {
    let mut changed = update(
        connection,
        device,
        "UPDATE device SET is_managed_by__service_instance = NULL, modified_at = ?3 \
         WHERE id = ?1 AND is_managed_by__service_instance = ?2",
        params![device, instance, at_ms],
    )?;
    if !changed.is_empty() && !has_link {
        changed.extend(link_down(connection, device, at_ms)?);
    }
    Ok(changed)
}

/// No link is up: so it is when the platform starts, before anybody follows changes. Answers how many were. What a VPN service
/// reported stays, for it reports only changes.
pub fn all_links_down(connection: &Connection, at_ms: i64) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "UPDATE device SET is_connected_to_vpn = 0, last_connectivity_event = ?1, last_vpn_event = ?1, modified_at = ?1 \
         WHERE is_connected_to_vpn AND is_managed_by__service_instance IS NULL",
        [at_ms],
    )?)
}

/// A device that is or was lately heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub device: i64,
    /// `Online` or `Timeout`: what a timer has to end.
    pub state: HeartbeatState,
    /// How often it asks, in milliseconds.
    pub poll_interval_ms: i64,
}

/// Each device whose heartbeat has still to run out: what the timers are armed from.
pub fn heartbeats(connection: &Connection, minimum_poll_ms: i64) -> Result<Vec<Heard>, StoreError> {
    let sql = format!(
        "SELECT d.id, d.api_heartbeat_state, {}, {} FROM device d \
         WHERE d.api_heartbeat_state IN ('online', 'timeout') ORDER BY d.id",
        configured(target_config::TOLD),
        configured(target_config::NEWER)
    );
    let mut rows = connection.prepare_cached(&sql)?;
    let rows = rows.query_map([], |row| {
        let is_online = row.get_ref(1)?.as_str()? == "online";
        let (told, newer): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        Ok(Heard {
            device: row.get(0)?,
            state: if is_online { HeartbeatState::Online } else { HeartbeatState::Timeout },
            poll_interval_ms: target_config::poll_interval_ms(told.as_deref(), newer.as_deref(), minimum_poll_ms),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The device's own value of a configuration variable of ours, or else its fleet's, as SQL.
fn configured(name: &'static str) -> String {
    format!(
        "coalesce((SELECT v.value FROM device_config_variable v WHERE v.device = d.id AND v.name = '{name}'), \
         (SELECT v.value FROM application_config_variable v \
          WHERE v.application = d.belongs_to__application AND v.name = '{name}'))"
    )
}

fn set_link(connection: &Connection, device: i64, is_up: bool, at_ms: i64) -> Result<Vec<ChangedRow>, StoreError> {
    update(
        connection,
        device,
        "UPDATE device SET is_connected_to_vpn = ?2, last_connectivity_event = ?3, last_vpn_event = ?3, modified_at = ?3 \
         WHERE id = ?1 AND is_connected_to_vpn <> ?2",
        params![device, is_up, at_ms],
    )
}

fn update(
    connection: &Connection,
    device: i64,
    sql: &str,
    parameters: impl Params,
) -> Result<Vec<ChangedRow>, StoreError> {
    let changed = connection.prepare_cached(sql)?.execute(parameters)?;
    if changed == 0 { Ok(Vec::new()) } else { Ok(vec![changes::of_named(connection, "device", device)?]) }
}
