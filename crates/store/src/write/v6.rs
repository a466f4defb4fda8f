//! The body of a v6 write in today's words.

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value as Json};

use crate::error::StoreError;
use crate::model_description::resource::Resource;

/// Columns of v6 that are always null: null is taken, anything else is not.
const GONE: [&str; 4] = ["depends_on__application", "is_managed_by__device", "logs_channel", "vpn_address"];

pub(super) fn translated(connection: &Connection, resource: &Resource, body: &Json) -> Result<Json, StoreError> {
    // What is no object is refused as it is.
    let Json::Object(members) = body else { return Ok(body.clone()) };
    let mut today = Map::new();
    for (name, value) in members {
        match (resource.name, name.as_str()) {
            ("device" | "application", gone) if GONE.contains(&gone) => {
                if !value.is_null() {
                    return Err(StoreError::bad_request(format!("\"{name}\" cannot be set.")));
                }
            }
            ("device", "should_be_running__release") => set(&mut today, "is_pinned_on__release", value.clone()),
            ("device", "device_type") => set(&mut today, "is_of__device_type", device_type(connection, value)?),
            ("application", "device_type") => set(&mut today, "is_for__device_type", device_type(connection, value)?),
            ("release", "release_type") => set(&mut today, "is_final", is_final(members, value)?),
            ("release", "contract") => set(&mut today, name, contract(value)),
            _ => set(&mut today, name, value.clone()),
        }
    }
    Ok(Json::Object(today))
}

fn set(members: &mut Map<String, Json>, name: &str, value: Json) {
    members.insert(name.to_owned(), value);
}

/// The id of the device type that v6 knows by its slug, or one of its aliases.
fn device_type(connection: &Connection, slug: &Json) -> Result<Json, StoreError> {
    let sql = "SELECT id FROM device_type WHERE slug = ?1 UNION ALL \
               SELECT device_type FROM device_type_alias WHERE is_referenced_by__alias = ?1 LIMIT 1";
    let slug = slug.as_str().unwrap_or_default();
    let found: Option<i64> = connection.prepare_cached(sql)?.query_row([slug], |row| row.get(0)).optional()?;
    found.map(Json::from).ok_or_else(|| StoreError::bad_request("Unknown device type"))
}

fn is_final(members: &Map<String, Json>, release_type: &Json) -> Result<Json, StoreError> {
    let is_final = match release_type.as_str() {
        Some("final") => true,
        Some("draft") => false,
        _ => {
            let rule = "It is necessary that each release has a release type that is \"final\" or \"draft\".";
            return Err(StoreError::rule(rule));
        }
    };
    match members.get("is_final") {
        Some(Json::Bool(said)) if *said != is_final => {
            Err(StoreError::rule("Conflict between the provided is_final and release_type values"))
        }
        _ => Ok(Json::Bool(is_final)),
    }
}

/// JSON, or text that is JSON.
fn contract(value: &Json) -> Json {
    value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| value.clone())
}
