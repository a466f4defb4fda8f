//! The routes that make API keys (balena-api.md §4). A body of another shape is 400 without a word, as there.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use store::api_keys::KeyRole;

use crate::auth::caller::{Maybe, Person};
use crate::auth::keys::{ActorType, Labels, bad_date, make};
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// `POST /api-key/application/:id/provisioning`: for a person who may command the fleet.
pub(crate) async fn provisioning(
    State(state): State<Shared>,
    person: Person,
    Path(fleet): Path<String>,
    Shaped(asked): Shaped<Labels>,
) -> Result<Response, Refusal> {
    let fleet = number(&fleet).ok_or_else(|| not_a_number("Application"))?;
    let role = KeyRole::Provisioning.as_str();
    make(&state, Some(&person.caller), ActorType::Application, fleet, role, asked.check()?).await
}

/// `POST /api-key/device/:id/device-key`: for a person who may command the device.
pub(crate) async fn device(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Path(device): Path<String>,
    Shaped(asked): Shaped<Labels>,
) -> Result<Response, Refusal> {
    let device = number(&device).ok_or_else(|| not_a_number("Device"))?;
    make(&state, caller.as_ref(), ActorType::Device, device, KeyRole::Device.as_str(), asked.check()?).await
}

/// `POST /api-key/user/full`: a key that acts as the person.
pub(crate) async fn user(
    State(state): State<Shared>,
    person: Person,
    Shaped(asked): Shaped<Labels>,
) -> Result<Response, Refusal> {
    // Before the body is looked at: keys have no right to this route at all.
    person.caller.claims().ok_or(Refusal::Unauthorized)?;
    if asked.name.as_deref().is_none_or(str::is_empty) {
        return Err(Refusal::Empty(StatusCode::BAD_REQUEST));
    }
    make(&state, Some(&person.caller), ActorType::User, person.user, KeyRole::NamedUser.as_str(), asked.check()?).await
}

/// `POST /application/:id/generate-api-key`: a key of a kind that is no longer given out.
pub(crate) async fn legacy(
    State(state): State<Shared>,
    person: Person,
    Shaped(asked): Shaped<Labels>,
) -> Result<Response, Refusal> {
    make(&state, Some(&person.caller), ActorType::User, person.user, "user-api-key", asked.check()?).await
}

/// What `/api-key/v1` and `/v2` take.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskedOf {
    actor_type: ActorType,
    actor_type_id: f64,
    roles: Vec<String>,
    #[serde(flatten)]
    labels: Labels,
}

/// `POST /api-key/v1`: a key of one role, for a person who may command the fleet or device, or for oneself.
pub(crate) async fn any(
    State(state): State<Shared>,
    person: Person,
    Shaped(asked): Shaped<AskedOf>,
) -> Result<Response, Refusal> {
    make_any(&state, &person, asked).await
}

/// `POST /api-key/v2`: the same, but the expiry date has to be said, if only to be none.
pub(crate) async fn any_with_expiry(
    State(state): State<Shared>,
    person: Person,
    Shaped(asked): Shaped<AskedOf>,
) -> Result<Response, Refusal> {
    let is_shaped = !asked.roles.is_empty() && asked.roles.iter().all(|role| !role.is_empty());
    if is_shaped && !asked.labels.is_expiry_said() {
        return Err(bad_date());
    }
    make_any(&state, &person, asked).await
}

async fn make_any(state: &Shared, person: &Person, asked: AskedOf) -> Result<Response, Refusal> {
    if asked.roles.is_empty() || asked.roles.iter().any(String::is_empty) {
        return Err(Refusal::Empty(StatusCode::BAD_REQUEST));
    }
    let mut wanted = asked.labels.check()?;
    let [role] = asked.roles.as_slice() else {
        return Err(Refusal::bad("API Keys currently only support a single role"));
    };
    wanted.name = wanted.name.filter(|name| !name.is_empty());
    if wanted.name.is_none() && role.starts_with("named-") {
        return Err(Refusal::bad(format!("API keys with the '{role}' role require a name")));
    }
    let id = whole(asked.actor_type_id).unwrap_or(0);
    make(state, Some(&person.caller), asked.actor_type, id, role, wanted).await
}

/// The digits a path's part begins with.
fn number(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(..digits)?.parse().ok()
}

#[expect(clippy::cast_possible_truncation, reason = "the bounds are within those of both types")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && (1.0..=9e15).contains(&number)).then_some(number as i64)
}

fn not_a_number(what: &str) -> Refusal {
    Refusal::Html(StatusCode::BAD_REQUEST, format!("{what} id must be a number"))
}
