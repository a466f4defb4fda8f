//! Devices: entering a fleet, and being found (balena-api.md §4).

use odata::{Expr, Query, Request, field};
use rusqlite::{Connection, OptionalExtension, params};
use wire::register::{Register, Registered};

use crate::access::Access;
use crate::changes::Changes;
use crate::clock::now_ms;
use crate::compile;
use crate::doer::{Doer, Doing};
use crate::done::Done;
use crate::error::StoreError;
use crate::random;

use super::api_keys::{self, KeyRole, NewKey};
use super::organizations::{self, Role};
use super::os_range::{self, Versions};
use super::report_text::too_long;
use super::{actors, service_installs, system_targets};

/// What the platform needs of a device to route to it.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceRow {
    pub id: i64,
    pub uuid: String,
    pub application: i64,
    pub actor: i64,
    pub device_name: String,
    pub is_connected_to_vpn: bool,
    pub api_port: Option<i64>,
    pub api_secret: Option<String>,
}

impl std::fmt::Debug for DeviceRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceRow").field("id", &self.id).field("uuid", &self.uuid).finish_non_exhaustive()
    }
}

/// Makes a device in a fleet, with its key, as the platform: see [`register_as`].
///
/// # Errors
/// As [`register_as`].
pub fn register(connection: &Connection, new: &Register) -> Result<Done<Registered>, StoreError> {
    register_as(connection, Access::System, new)
}

/// Makes a device in a fleet, with its key, for the fleet's provisioning key or a person who develops for the fleet.
///
/// # Errors
/// In the order of the API: [`StoreError::Conflict`] if the uuid or the key is taken, [`StoreError::NotFound`] for an unknown
/// device type, [`StoreError::Forbidden`] for another's fleet, [`StoreError::Rule`] for a text that is too long,
/// [`StoreError::Denied`] for an OS older than the fleet's type takes.
pub fn register_as(connection: &Connection, access: Access, new: &Register) -> Result<Done<Registered>, StoreError> {
    let _doing = Doing::by(Doer::of(access, None));
    let is_taken = "SELECT EXISTS (SELECT 1 FROM device WHERE uuid = ?1)";
    if connection.prepare_cached(is_taken)?.query_row([new.uuid.as_str()], |row| row.get(0))? {
        return Err(StoreError::conflict("\"uuid\" must be unique."));
    }
    if let Some(key) = &new.api_key
        && api_keys::exists(connection, key)?
    {
        return Err(StoreError::conflict("\"key\" must be unique."));
    }
    let device_type: i64 = connection
        .prepare_cached(
            "SELECT id FROM device_type WHERE slug = ?1 OR id = \
             (SELECT device_type FROM device_type_alias WHERE is_referenced_by__alias = ?1)",
        )?
        .query_row([&new.device_type], |row| row.get(0))
        .optional()?
        .ok_or_else(|| StoreError::not_found(format!("Unknown device type {}", new.device_type)))?;
    if !may_add(connection, access, new.application)? {
        return Err(StoreError::Forbidden);
    }
    let texts = [
        ("supervisor_version", &new.supervisor_version),
        ("os_version", &new.os_version),
        ("mac_address", &new.mac_address),
    ];
    for (column, text) in texts {
        if let Some(sentence) = text.as_deref().and_then(|text| too_long(column, text)) {
            return Err(StoreError::rule(sentence));
        }
    }
    let name = random::device_name();
    let versions = Versions {
        device_name: Some(name.clone()),
        os_version: new.os_version.clone(),
        supervisor_version: new.supervisor_version.clone(),
    };
    os_range::check(connection, new.application, &versions)?;
    let actor = actors::create(connection)?;
    connection
        .prepare_cached(
            "INSERT INTO device (created_at, modified_at, actor, uuid, device_name, is_of__device_type, \
             belongs_to__application, supervisor_version, os_version, os_variant, mac_address) \
             VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            now_ms(),
            actor,
            new.uuid.as_str(),
            name,
            device_type,
            new.application,
            new.supervisor_version,
            new.os_version,
            new.os_variant.as_deref().filter(|variant| matches!(*variant, "dev" | "prod")),
            new.mac_address,
        ])?;
    let id = connection.last_insert_rowid();
    let mut changes = Changes::default();
    service_installs::of_device(connection, id, &mut changes)?;
    system_targets::of_new_device(connection, id, &mut changes)?;
    let key = NewKey {
        actor,
        role: KeyRole::Device,
        name: None,
        description: None,
        expiry_date: None,
        secret: new.api_key.clone(),
    };
    let api_key = api_keys::create(connection, &key)?;
    changes.device(id, new.application);
    Ok(Done { value: Registered { id, uuid: new.uuid.clone(), api_key }, changed: changes.into_rows() })
}

fn may_add(connection: &Connection, access: Access, fleet: i64) -> Result<bool, StoreError> {
    match access {
        Access::System => Ok(true),
        Access::Provisioning { application, .. } => Ok(application == fleet),
        Access::User { user, .. } => {
            Ok(organizations::role_for_application(connection, user, fleet)? == Some(Role::Developer))
        }
        Access::Device { .. } | Access::VpnService | Access::Guest => Ok(false),
    }
}

/// The device with this uuid, if the caller sees it.
pub fn by_uuid(connection: &Connection, access: Access, uuid: &str) -> Result<Option<DeviceRow>, StoreError> {
    Ok(matching(connection, access, field("uuid").eq(uuid))?.pop())
}

/// The device with this id, if the caller sees it.
pub fn by_id(connection: &Connection, access: Access, id: i64) -> Result<Option<DeviceRow>, StoreError> {
    Ok(matching(connection, access, field("id").eq(id))?.pop())
}

/// Every device of a fleet that the caller sees, by id.
pub fn by_application(connection: &Connection, access: Access, application: i64) -> Result<Vec<DeviceRow>, StoreError> {
    matching(connection, access, field("belongs_to__application").eq(application))
}

fn matching(connection: &Connection, access: Access, filter: Expr) -> Result<Vec<DeviceRow>, StoreError> {
    let request: Request = Query::of("device").filter(filter).into();
    let mut found = connection.prepare_cached(
        "SELECT id, uuid, belongs_to__application, actor, device_name, is_connected_to_vpn, api_port, api_secret \
         FROM device WHERE id = ?1",
    )?;
    let mut rows = Vec::new();
    for id in compile::ids(connection, access, &request)? {
        rows.push(found.query_row([id], |row| {
            Ok(DeviceRow {
                id: row.get(0)?,
                uuid: row.get(1)?,
                application: row.get(2)?,
                actor: row.get(3)?,
                device_name: row.get(4)?,
                is_connected_to_vpn: row.get(5)?,
                api_port: row.get(6)?,
                api_secret: row.get(7)?,
            })
        })?);
    }
    Ok(rows)
}
