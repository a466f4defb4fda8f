//! `POST /device/register`: a device enters a fleet with the fleet's provisioning key (balena-api.md §4).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use model::device_uuid::DeviceUuid;
use serde_json::{Map, Value};
use store::error::StoreError;
use wire::register::{Register, Registered};

use crate::auth::caller::Maybe;
use crate::auth::keys::is_strong;
use crate::device_api::reporter;
use crate::hex::random_hex;
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// The longest text a column of the API takes that has no rule of its own.
const LONGEST: usize = 255;
/// Fields that are text, if they are there.
const TEXTS: [&str; 7] =
    ["device_type", "uuid", "api_key", "supervisor_version", "os_version", "os_variant", "mac_address"];

pub(crate) async fn register(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Shaped(body): Shaped<Value>,
) -> Result<Response, Refusal> {
    let access = reporter::with_key(caller)?.access;
    let asked = read(&body)?;
    if asked.api_key.as_deref().is_some_and(|key| !is_strong(key)) {
        // That the uuid is taken is said first.
        return Err(match reporter::known(&state, asked.uuid.as_str()).await? {
            Some(_) => refuse(StoreError::Conflict { message: "\"uuid\" must be unique.".to_owned() }),
            None => Refusal::bad("api_key: a key has at least 32 letters and digits"),
        });
    }
    let registered = state.write(move |connection| store::devices::register_as(connection, access, &asked)).await;
    let registered: Registered = registered.map_err(refuse)?;
    Ok((StatusCode::CREATED, Json(registered)).into_response())
}

/// Each missing or wrong field has its own sentence; a field of another type has none.
fn read(body: &Value) -> Result<Register, Refusal> {
    let nothing = Refusal::Empty(StatusCode::BAD_REQUEST);
    let Some(fields) = body.as_object().filter(|fields| are_typed(fields)) else { return Err(nothing) };
    let text = |field: &str| fields.get(field).and_then(Value::as_str).map(str::to_owned);
    if fields.get("user").filter(|user| !user.is_null()).is_some_and(|user| number(user).is_none()) {
        return Err(Refusal::bad("User ID must be a valid integer"));
    }
    let application = fields
        .get("application")
        .and_then(number)
        .ok_or_else(|| Refusal::bad("Application ID must be a valid integer"))?;
    let device_type = text("device_type").ok_or_else(|| Refusal::bad("Device type must be specified"))?;
    let uuid = text("uuid").ok_or_else(|| Refusal::bad("UUID must be specified"))?;
    let uuid = if uuid.is_empty() { random_hex(16) } else { uuid };
    let uuid: DeviceUuid = uuid
        .parse()
        .map_err(|_| Refusal::bad("Device UUID must be a 32 or 62 character long lower case hex string."))?;
    let bounded = ["api_key", "supervisor_version", "os_version"];
    if bounded.iter().any(|field| text(field).is_some_and(|text| text.chars().count() > LONGEST)) {
        return Err(nothing);
    }
    Ok(Register {
        application,
        device_type,
        uuid,
        api_key: text("api_key"),
        supervisor_version: text("supervisor_version"),
        os_version: text("os_version"),
        os_variant: text("os_variant"),
        mac_address: text("mac_address"),
    })
}

fn are_typed(fields: &Map<String, Value>) -> bool {
    let is =
        |field: &str, fits: fn(&Value) -> bool| fields.get(field).is_none_or(|value| value.is_null() || fits(value));
    TEXTS.iter().all(|field| is(field, Value::is_string))
        && ["user", "application"].iter().all(|field| is(field, is_number_or_text))
}

fn is_number_or_text(value: &Value) -> bool {
    value.is_i64() || value.is_string()
}

/// Older supervisors send ids as text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The 409 of a uuid is `text/html`: supervisors look for its very words.
fn refuse(error: StoreError) -> Refusal {
    match error {
        StoreError::Conflict { message } if message.contains("uuid") => Refusal::Html(StatusCode::CONFLICT, message),
        other => Refusal::from(other),
    }
}
