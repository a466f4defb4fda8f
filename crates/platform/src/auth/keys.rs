//! Making API keys: for whom, by whom, in the order the balena API looks at it. A key is shown once and kept as a hash.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use model::timestamp::Timestamp;
use serde::{Deserialize, Deserializer};
use store::access::Access;
use store::api_keys::{KeyRole, NewKey};

use crate::auth::caller::Caller;
use crate::auth::may;
use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::State;

/// A key for a user wants a password not older than this, in milliseconds (“sudo”, balena-api.md §3).
const FRESH: i64 = 20 * 60 * 1_000;
/// The role of keys that balena no longer gives out.
const LEGACY_ROLE: &str = "user-api-key";

/// What a key acts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ActorType {
    Application,
    User,
    Device,
}

impl ActorType {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::User => "user",
            Self::Device => "device",
        }
    }
}

/// What every route that makes keys takes beside whose it is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Labels {
    pub(crate) name: Option<String>,
    description: Option<String>,
    /// None when it was not said; said to be null when there is to be none.
    #[serde(default, deserialize_with = "said")]
    #[expect(clippy::option_option, reason = "not said, said to be none and said are three things")]
    expiry_date: Option<Option<String>>,
    api_key: Option<String>,
}

#[expect(clippy::option_option, reason = "not said, said to be none and said are three things")]
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The labels as a key keeps them.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) name: Option<String>,
    description: Option<String>,
    expiry_date: Option<i64>,
    chosen: Option<String>,
}

impl Labels {
    pub(crate) fn is_expiry_said(&self) -> bool {
        self.expiry_date.is_some()
    }

    /// # Errors
    /// 400 for a date that is none.
    pub(crate) fn check(self) -> Result<Wanted, Refusal> {
        let expiry_date = match self.expiry_date.flatten() {
            None => None,
            Some(text) => Some(text.parse::<Timestamp>().map_err(|_| bad_date())?.millis()),
        };
        Ok(Wanted { name: self.name, description: self.description, expiry_date, chosen: self.api_key })
    }
}

pub(crate) fn bad_date() -> Refusal {
    Refusal::bad("Key expiry date should be a valid date")
}

/// Makes a key of `role` that acts as `kind` number `id`, if the caller may. A role that is another kind's makes a key
/// that opens nothing.
pub(crate) async fn make(
    state: &State,
    caller: Option<&Caller>,
    kind: ActorType,
    id: i64,
    role: &str,
    wanted: Wanted,
) -> Result<Response, Refusal> {
    let access = caller.map_or(Access::Guest, |caller| caller.access);
    let actor = actor(state, access, kind, id).await?;
    match kind {
        ActorType::User => check_own(caller, id, role)?,
        ActorType::Application | ActorType::Device => {
            if !matches!(access, Access::User { .. }) || !may::command(state, access, actor.fleet).await? {
                return Err(Refusal::Unauthorized);
            }
        }
    }
    if kind == ActorType::User && !may::write_anything(state, access).await? {
        return Err(Refusal::Unauthorized);
    }
    let known = KeyRole::from_name(role).ok_or_else(|| Refusal::not_found(format!("Role '{role}' not found")))?;
    if wanted.chosen.as_deref().is_some_and(|key| !is_strong(key)) {
        return Err(Refusal::bad("apiKey: a key has 32 to 128 letters and digits"));
    }
    let new = NewKey {
        actor: actor.id,
        role: known,
        name: wanted.name,
        description: wanted.description,
        expiry_date: wanted.expiry_date,
        secret: wanted.chosen,
    };
    let key = state.store.write(move |connection| store::api_keys::create(connection, &new)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(key)).into_response())
}

/// Only for oneself, only with a token, and that not older than its password may be. Keys make no keys.
fn check_own(caller: Option<&Caller>, id: i64, role: &str) -> Result<(), Refusal> {
    let caller = caller.filter(|caller| caller.user() == Some(id)).ok_or(Refusal::Unauthorized)?;
    let claims = caller.claims().ok_or(Refusal::Unauthorized)?;
    if role != KeyRole::NamedUser.as_str() && role != LEGACY_ROLE {
        return Err(Refusal::Unauthorized);
    }
    if store::clock::now_ms() - claims.auth_time >= FRESH {
        return Err(Refusal::Says(StatusCode::UNAUTHORIZED, "Fresh authentication token required".to_owned()));
    }
    Ok(())
}

/// An actor, and the fleet whose members it is for.
struct Actor {
    id: i64,
    fleet: i64,
}

#[derive(Deserialize)]
struct Deferred {
    #[serde(rename = "__id")]
    id: i64,
}

#[derive(Deserialize)]
struct Row {
    id: i64,
    actor: Deferred,
    #[serde(rename = "belongs_to__application")]
    fleet: Option<Deferred>,
}

/// The actor of a row the caller sees.
async fn actor(state: &State, access: Access, kind: ActorType, id: i64) -> Result<Actor, Refusal> {
    let name = kind.as_str();
    let fields = if kind == ActorType::Device { "id,actor,belongs_to__application" } else { "id,actor" };
    let found: Vec<Row> = rows(state, access, &format!("{name}({id})?$select={fields}")).await?;
    let nobody = || Refusal::not_found(format!("No {name} found to associate with the api key"));
    let row = found.into_iter().next().ok_or_else(nobody)?;
    Ok(Actor { id: row.actor.id, fleet: row.fleet.map_or(row.id, |fleet| fleet.id) })
}

/// Keys are kept as plain hashes, so that only keys nobody can guess may be brought along.
pub(crate) fn is_strong(key: &str) -> bool {
    (32..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric())
}
