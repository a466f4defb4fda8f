//! API keys: made here, shown once, kept as hashes; and the SSH keys devices ask for (balena-api.md §4).

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use model::timestamp::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use store::access::Access;
use store::api_keys::{KeyRole, NewKey};

use crate::auth::caller::{Key, Known, Person};
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::{Shared, State as Platform};

/// A key for a user wants a password not older than this, in milliseconds (“sudo”, balena-api.md §3).
const FRESH: i64 = 20 * 60 * 1_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Asked {
    name: Option<String>,
    description: Option<String>,
    expiry_date: Option<Timestamp>,
    api_key: Option<String>,
}

#[derive(Deserialize)]
struct Deferred {
    #[serde(rename = "__id")]
    id: i64,
}

#[derive(Deserialize)]
struct WithActor {
    actor: Deferred,
}

/// A fleet's provisioning key, for a person who sees the fleet.
pub(crate) async fn provisioning(
    State(state): State<Shared>,
    person: Person,
    Path(fleet): Path<i64>,
    Body(asked): Body<Asked>,
) -> Result<Response, Refusal> {
    let actor = actor(&state, person.caller.access, "application", fleet).await?;
    let asked = Asked { api_key: None, ..asked };
    make(&state, actor, KeyRole::Provisioning, asked).await
}

/// A device's key: for a person who sees it, or its fleet's provisioning key (the exchange after a 409).
pub(crate) async fn device(
    State(state): State<Shared>,
    Known(caller): Known,
    Path(device): Path<i64>,
    Body(asked): Body<Asked>,
) -> Result<Response, Refusal> {
    let actor = match caller.access {
        Access::Provisioning { application, .. } => {
            let found = state.store.read(move |c| store::devices::by_id(c, Access::System, device)).await?;
            found.filter(|found| found.application == application).ok_or(Refusal::Unauthorized)?.actor
        }
        access => actor(&state, access, "device", device).await?,
    };
    make(&state, actor, KeyRole::Device, asked).await
}

/// A key that acts as the person. Keys make no keys.
pub(crate) async fn user(
    State(state): State<Shared>,
    person: Person,
    Body(asked): Body<Asked>,
) -> Result<Response, Refusal> {
    let claims = person.caller.claims.as_ref().ok_or(Refusal::Unauthorized)?;
    if store::clock::now_ms() - claims.auth_time > FRESH {
        return Err(Refusal::Says(StatusCode::UNAUTHORIZED, "Fresh authentication token required".to_owned()));
    }
    if asked.name.as_deref().is_none_or(str::is_empty) {
        return Err(Refusal::bad("API keys need a name"));
    }
    let actor = person.caller.access.actor().ok_or(Refusal::Unauthorized)?;
    let asked = Asked { api_key: None, ..asked };
    make(&state, actor, KeyRole::NamedUser, asked).await
}

/// What `/api-key/v1` and `/v2` take.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskedOf {
    actor_type: String,
    actor_type_id: i64,
    roles: Vec<String>,
    name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    expiry_date: Option<Value>,
    api_key: Option<String>,
}

/// `/api-key/v2`: an expiry date has to be said, if only to be none.
pub(crate) async fn any_with_expiry(
    state: State<Shared>,
    person: Person,
    Body(asked): Body<Value>,
) -> Result<Response, Refusal> {
    if asked.get("expiryDate").is_none() {
        return Err(Refusal::bad("Key expiry date should be a valid date"));
    }
    let asked = serde_json::from_value(asked).map_err(|error| Refusal::bad(error.to_string()))?;
    any(state, person, Body(asked)).await
}

/// A key of one role, for a person who sees the fleet or device.
pub(crate) async fn any(
    State(state): State<Shared>,
    person: Person,
    Body(asked): Body<AskedOf>,
) -> Result<Response, Refusal> {
    let [role] = asked.roles.as_slice() else { return Err(Refusal::Unauthorized) };
    let role = KeyRole::from_name(role).ok_or(Refusal::Unauthorized)?;
    let expiry_date = match asked.expiry_date {
        None | Some(Value::Null) => None,
        Some(date) => {
            let date = serde_json::from_value(date);
            Some(date.map_err(|_| Refusal::bad("Key expiry date should be a valid date"))?)
        }
    };
    let rest = Asked { name: asked.name, description: asked.description, expiry_date, api_key: asked.api_key };
    let access = person.caller.access;
    match (role, asked.actor_type.as_str()) {
        (KeyRole::Provisioning, "application") => {
            let actor = actor(&state, access, "application", asked.actor_type_id).await?;
            make(&state, actor, role, rest).await
        }
        (KeyRole::Device, "device") => {
            let actor = actor(&state, access, "device", asked.actor_type_id).await?;
            make(&state, actor, role, rest).await
        }
        (KeyRole::NamedUser, "user") if asked.actor_type_id == person.user => {
            user(State(state), person, Body(rest)).await
        }
        _ => Err(Refusal::Unauthorized),
    }
}

async fn actor(state: &Platform, access: Access, resource: &str, id: i64) -> Result<i64, Refusal> {
    let found: Vec<WithActor> = rows(state, access, &format!("{resource}({id})?$select=actor")).await?;
    found.into_iter().next().map(|row| row.actor.id).ok_or(Refusal::Unauthorized)
}

async fn make(state: &Platform, actor: i64, role: KeyRole, asked: Asked) -> Result<Response, Refusal> {
    let secret = match asked.api_key {
        Some(key) if !is_strong(&key) => {
            return Err(Refusal::bad("apiKey: a key has at least 32 letters and digits"));
        }
        chosen => chosen,
    };
    let new = NewKey {
        actor,
        role,
        name: asked.name,
        description: asked.description,
        expiry_date: asked.expiry_date.map(Timestamp::millis),
        secret,
    };
    let key = state.store.write(move |connection| store::api_keys::create(connection, &new)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(key)).into_response())
}

/// Keys are kept as plain hashes, so that only keys nobody can guess may be brought along.
pub(crate) fn is_strong(key: &str) -> bool {
    (32..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// One SSH key a line, for a device's sshd.
pub(crate) async fn public_keys(
    State(state): State<Shared>,
    Key(caller): Key,
    Path(username): Path<String>,
) -> Result<Response, Refusal> {
    if !matches!(caller.access, Access::Device { .. }) {
        return Err(Refusal::Unauthorized);
    }
    let keys = state.store.read(move |connection| store::users::public_keys(connection, &username)).await?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], keys.join("\n")).into_response())
}
