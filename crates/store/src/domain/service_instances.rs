//! Instances of a VPN service: where they are and when they were last heard of (balena-api.md §10, last part).

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::now_ms;
use crate::error::StoreError;

/// An instance at this address registers itself, which counts as its first heartbeat: its id.
pub fn register(connection: &Connection, ip_address: &str) -> Result<i64, StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO service_instance (created_at, modified_at, service_type, ip_address, last_heartbeat) \
             VALUES (?1, ?1, 'vpn', ?2, ?1)",
        )?
        .execute(params![now_ms(), ip_address])?;
    Ok(connection.last_insert_rowid())
}

/// The instance says it is alive. Nothing happens if there is none.
pub fn is_alive(connection: &Connection, instance: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE service_instance SET last_heartbeat = ?2, modified_at = ?2 WHERE id = ?1")?
        .execute(params![instance, now_ms()])?;
    Ok(())
}

/// The instance has moved. Nothing happens if there is none.
pub fn set_address(connection: &Connection, instance: i64, ip_address: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE service_instance SET ip_address = ?2, modified_at = ?3 WHERE id = ?1")?
        .execute(params![instance, ip_address, now_ms()])?;
    Ok(())
}

/// Whether there is such an instance.
pub fn exists(connection: &Connection, instance: i64) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM service_instance WHERE id = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([instance], |row| row.get(0))?)
}

/// The address of the instance a device is connected through; none if it is connected through none.
pub fn address_of_device(connection: &Connection, device: i64) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT s.ip_address FROM device d JOIN service_instance s ON s.id = d.is_managed_by__service_instance \
             WHERE d.id = ?1 AND d.is_connected_to_vpn",
        )?
        .query_row([device], |row| row.get(0))
        .optional()?)
}
