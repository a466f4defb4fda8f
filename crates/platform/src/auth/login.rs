//! `POST /login_` and the renewal of tokens (balena-api.md §3).

use std::time::Instant;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use store::users::User;
use wire::session::TRIES_LEFT_HEADER;

use crate::auth::caller::Person;
use crate::auth::peer::Peer;
use crate::credentials::password;
use crate::credentials::throttle::Paused;
use crate::credentials::token::Claims;
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::state::{Shared, State as Platform};

/// Either may be of another type: that is 400, and no try.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    username: String,
    password: String,
}

#[derive(Deserialize)]
pub(crate) struct Renewal {
    password: Option<String>,
}

/// A person's name, or e-mail, and password for a token.
pub(crate) async fn login(
    State(state): State<Shared>,
    Peer(address): Peer,
    Shaped(given): Shaped<Credentials>,
) -> Result<Response, Refusal> {
    let Credentials { username: name, password } = given;
    if name.is_empty() || password.is_empty() {
        return Err(Refusal::Unauthorized);
    }
    let left = state.throttle.count(address, &name, Instant::now()).map_err(too_many)?;
    let asked = name.clone();
    let user = state.store.read(move |connection| store::users::by_login(connection, &asked)).await?;
    // The same work for everybody, there or not, held back or not.
    let is_right = password::is_right(password, user.as_ref().map(|user| user.password_hash.clone())).await;
    let Some(user) = user.filter(|user| is_right && !user.is_disabled) else {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        response.headers_mut().insert(TRIES_LEFT_HEADER, HeaderValue::from(left));
        return Ok(response);
    };
    state.throttle.reset(address, &name);
    token(&state, &user, store::clock::now_ms())
}

/// A new token for a good one. The moment of the password stays, or with the password is now.
pub(crate) async fn refresh(
    State(state): State<Shared>,
    person: Person,
    Peer(address): Peer,
    Shaped(given): Shaped<Renewal>,
) -> Result<Response, Refusal> {
    let auth_time = person.caller.claims().ok_or(Refusal::Unauthorized)?.auth_time;
    let user = user(&state, person.user).await?;
    let Some(password) = given.password else { return token(&state, &user, auth_time) };
    state.throttle.count(address, &user.username, Instant::now()).map_err(too_many)?;
    if !password::is_right(password, Some(user.password_hash.clone())).await {
        return Err(Refusal::Unauthorized);
    }
    state.throttle.reset(address, &user.username);
    token(&state, &user, store::clock::now_ms())
}

/// In whole seconds, upwards.
pub(crate) fn too_many(Paused(wait): Paused) -> Refusal {
    Refusal::TooMany { retry_after: wait.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX) }
}

pub(crate) async fn user(state: &Platform, id: i64) -> Result<User, Refusal> {
    let found = state.store.read(move |connection| store::users::by_id(connection, id)).await?;
    found.ok_or(Refusal::Unauthorized)
}

pub(crate) fn token(state: &Platform, user: &User, auth_time: i64) -> Result<Response, Refusal> {
    let now = store::clock::now_ms() / 1_000;
    let lifetime = i64::try_from(state.config.token_lifetime.as_secs()).unwrap_or(i64::MAX / 2);
    let claims = Claims {
        id: user.id,
        jwt_secret: user.jwt_secret.clone(),
        auth_time,
        iat: now,
        exp: now.saturating_add(lifetime),
    };
    let token = state.signer.sign(&claims).map_err(|error| Refusal::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], token)
        .into_response())
}
