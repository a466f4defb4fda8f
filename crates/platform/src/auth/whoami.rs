//! “Who am I”, and whether one may open a host OS shell (balena-api.md §4).

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use model::os_version::OsVersion;
use serde::Deserialize;
use serde_json::json;
use store::access::Access;
use wire::session::Whoami;

use crate::auth::caller::{Known, Person};
use crate::auth::may;
use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::Shared;
use crate::visible::visible;

pub(crate) async fn user(State(state): State<Shared>, person: Person) -> Result<Json<Whoami>, Refusal> {
    let id = person.user;
    let user = state.store.read(move |connection| store::users::by_id(connection, id)).await?;
    let user = user.ok_or(Refusal::Unauthorized)?;
    Ok(Json(Whoami { id: user.id, username: user.username, email: user.email }))
}

#[derive(Deserialize)]
struct Fleet {
    slug: String,
}

#[derive(Deserialize)]
struct Device {
    uuid: String,
}

pub(crate) async fn actor(State(state): State<Shared>, Known(caller): Known) -> Result<Response, Refusal> {
    let body = match caller.access {
        Access::User { user, actor } => {
            let found = state.store.read(move |connection| store::users::by_id(connection, user)).await?;
            let found = found.ok_or(Refusal::Unauthorized)?;
            json!({ "id": actor, "actorType": "user", "actorTypeId": user, "username": found.username, "email": found.email })
        }
        Access::Device { device, actor } => {
            let found: Vec<Device> = rows(&state, Access::System, &format!("device({device})?$select=uuid")).await?;
            let found = found.into_iter().next().ok_or(Refusal::Unauthorized)?;
            json!({ "id": actor, "actorType": "device", "actorTypeId": device, "uuid": found.uuid })
        }
        Access::Provisioning { application, actor } => {
            let query = format!("application({application})?$select=slug");
            let found: Vec<Fleet> = rows(&state, Access::System, &query).await?;
            let found = found.into_iter().next().ok_or(Refusal::Unauthorized)?;
            json!({ "id": actor, "actorType": "application", "actorTypeId": application, "slug": found.slug })
        }
        Access::System | Access::VpnService | Access::Guest => return Err(Refusal::Unauthorized),
    };
    Ok(Json(body).into_response())
}

#[derive(Deserialize)]
struct Host {
    #[serde(rename = "belongs_to__application")]
    fleet: Deferred,
    os_version: Option<String>,
}

#[derive(Deserialize)]
struct Deferred {
    #[serde(rename = "__id")]
    id: i64,
}

/// 200 for a device the person may command, when its OS is one that lets people in, or not known.
pub(crate) async fn may_open_host(
    State(state): State<Shared>,
    person: Person,
    Path(uuid): Path<String>,
) -> Result<StatusCode, Refusal> {
    let access = person.caller.access;
    let device = visible(&state, access, &uuid).await?.ok_or(Refusal::Unauthorized)?;
    let query = format!("device({device})?$select=belongs_to__application,os_version");
    let found: Vec<Host> = rows(&state, access, &query).await?;
    let host = found.into_iter().next().ok_or(Refusal::Unauthorized)?;
    let lets_in = host.os_version.is_none_or(|version| {
        version.is_empty() || OsVersion::parse(&version).is_some_and(|version| version.is_at_least(2, 0, 0))
    });
    if lets_in && may::command(&state, access, host.fleet.id).await? {
        Ok(StatusCode::OK)
    } else {
        Err(Refusal::Unauthorized)
    }
}
