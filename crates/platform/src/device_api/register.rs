//! `POST /device/register`: a device enters a fleet with the fleet's provisioning key (balena-api.md §4).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use model::device_uuid::DeviceUuid;
use serde::Deserialize;
use serde_json::Value;
use store::access::Access;
use store::error::StoreError;
use wire::register::{Register, Registered};

use crate::auth::caller::Key;
use crate::auth::keys::is_strong;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// As it comes: each missing or wrong field has its own sentence.
#[derive(Deserialize)]
pub(crate) struct Asked {
    application: Option<Value>,
    device_type: Option<Value>,
    uuid: Option<Value>,
    api_key: Option<String>,
    supervisor_version: Option<String>,
    os_version: Option<String>,
    os_variant: Option<String>,
    mac_address: Option<String>,
}

pub(crate) async fn register(
    State(state): State<Shared>,
    Key(caller): Key,
    Body(asked): Body<Asked>,
) -> Result<Response, Refusal> {
    let asked = check(asked)?;
    let Access::Provisioning { application, .. } = caller.access else { return Err(Refusal::Unauthorized) };
    if application != asked.application {
        return Err(Refusal::Unauthorized);
    }
    let device_type = asked.device_type.clone();
    let registered = state.write(move |connection| store::devices::register(connection, &asked)).await;
    let registered: Registered = registered.map_err(|error| refuse(error, &device_type))?;
    Ok((StatusCode::CREATED, Json(registered)).into_response())
}

fn check(asked: Asked) -> Result<Register, Refusal> {
    let text = |value: Option<Value>| match value {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    let application = asked
        .application
        .as_ref()
        .and_then(number)
        .ok_or_else(|| Refusal::bad("Application ID must be a valid integer"))?;
    let uuid = text(asked.uuid).ok_or_else(|| Refusal::bad("UUID must be specified"))?;
    let device_type = text(asked.device_type).ok_or_else(|| Refusal::bad("Device type must be specified"))?;
    let uuid: DeviceUuid = uuid
        .parse()
        .map_err(|_| Refusal::bad("Device UUID must be a 32 or 62 character long lower case hex string."))?;
    if asked.api_key.as_deref().is_some_and(|key| !is_strong(key)) {
        return Err(Refusal::bad("api_key: a key has at least 32 letters and digits"));
    }
    Ok(Register {
        application,
        device_type,
        uuid,
        api_key: asked.api_key,
        supervisor_version: asked.supervisor_version,
        os_version: asked.os_version,
        os_variant: asked.os_variant,
        mac_address: asked.mac_address,
    })
}

/// Older supervisors send the id as text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The 409 of this route is `text/html`.
fn refuse(error: StoreError, device_type: &str) -> Refusal {
    match error {
        StoreError::Conflict { message } => Refusal::Html(StatusCode::CONFLICT, message),
        StoreError::NotFound { .. } => Refusal::not_found(format!("Unknown device type {device_type}")),
        other => Refusal::from(other),
    }
}
