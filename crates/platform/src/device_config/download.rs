//! `GET` and `POST /download-config`: a config.json with a provisioning key of its own.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::{Map, Value};
use store::api_keys::{self, KeyRole, NewKey};

use crate::auth::caller::Person;
use crate::auth::may;
use crate::device_config::asked::{self, Asked};
use crate::device_config::config_json::config_json;
use crate::device_types::known;
use crate::endpoints::endpoints;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::{Shared, State as Platform};

pub(crate) async fn get(
    State(state): State<Shared>,
    person: Person,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    answer(&state, &person, asked::from_query(query)?, &headers).await
}

/// What the body says goes over what the query says.
pub(crate) async fn post(
    State(state): State<Shared>,
    person: Person,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    Body(body): Body<Value>,
) -> Result<Response, Refusal> {
    let mut fields = asked::from_query(query)?;
    fields.extend(asked::from_body(body)?);
    answer(&state, &person, fields, &headers).await
}

async fn answer(
    state: &Platform,
    person: &Person,
    fields: Map<String, Value>,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let asked = asked::read(&fields)?;
    let fleet = fleet(state, person, asked.fleet).await?;
    let wanted = asked.device_type.as_deref().or_else(|| fleet.device_type.first().map(|known| known.slug.as_str()));
    let device_type = known::named(state, wanted.unwrap_or_default()).await?;
    asked::check_version(&asked.version)?;
    let endpoints = endpoints(state, headers).await?;
    let key = provisioning_key(state, fleet.actor.id, &asked).await?;
    let root = state.config.root_certificate.as_deref();
    let config = config_json(&asked, person.user, &device_type.slug, &key, &endpoints, root);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(config)).into_response())
}

#[derive(Deserialize)]
struct Fleet {
    actor: Actor,
    #[serde(rename = "is_for__device_type")]
    device_type: Vec<DeviceType>,
}

#[derive(Deserialize)]
struct Actor {
    #[serde(rename = "__id")]
    id: i64,
}

#[derive(Deserialize)]
struct DeviceType {
    slug: String,
}

/// One the person may give keys of: who only looks on is told the same as who does not see it.
async fn fleet(state: &Platform, person: &Person, id: i64) -> Result<Fleet, Refusal> {
    let refused = || Refusal::not_found("You do not have permission to access this application");
    let access = person.caller.access;
    if !may::command(state, access, id).await? {
        return Err(refused());
    }
    let query = format!("application({id})?$select=actor&$expand=is_for__device_type($select=slug)");
    let found: Vec<Fleet> = rows(state, access, &query).await?;
    found.into_iter().next().ok_or_else(refused)
}

async fn provisioning_key(state: &Platform, actor: i64, asked: &Asked) -> Result<String, Refusal> {
    let key = NewKey {
        actor,
        role: KeyRole::Provisioning,
        name: Some(asked.key.name.clone()),
        description: Some(asked.key.description.clone()),
        expiry_date: asked.key.expiry_date.map(model::timestamp::Timestamp::millis),
        secret: None,
    };
    Ok(state.store.write(move |connection| api_keys::create(connection, &key)).await?)
}
