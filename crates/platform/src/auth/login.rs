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
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::state::{Shared, State as Platform};

#[derive(Deserialize)]
pub(crate) struct Credentials {
    username: Option<String>,
    password: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Renewal {
    password: Option<String>,
}

/// A person's name and password for a token.
pub(crate) async fn login(
    State(state): State<Shared>,
    Peer(address): Peer,
    Body(given): Body<Credentials>,
) -> Result<Response, Refusal> {
    let (Some(name), Some(password)) = (given.username, given.password) else {
        return Err(Refusal::Empty(StatusCode::BAD_REQUEST));
    };
    let left = state
        .throttle
        .count(address, &name, Instant::now())
        .map_err(|Paused(wait)| Refusal::TooMany { retry_after: wait.as_secs() + 1 })?;
    let asked = name.clone();
    let user = state.store.read(move |connection| store::users::by_login(connection, &asked)).await?;
    if !password::is_right(password, user.as_ref().map(|user| user.password_hash.clone())).await {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        response.headers_mut().insert(TRIES_LEFT_HEADER, HeaderValue::from(left));
        return Ok(response);
    }
    let Some(user) = user else { return Err(Refusal::Unauthorized) };
    state.throttle.reset(address, &name);
    token(&state, &user, store::clock::now_ms())
}

/// A new token for a good one; the moment of the password stays.
pub(crate) async fn refresh(State(state): State<Shared>, person: Person) -> Result<Response, Refusal> {
    let claims = person.caller.claims.ok_or(Refusal::Unauthorized)?;
    let user = user(&state, person.user).await?;
    token(&state, &user, claims.auth_time)
}

/// The same, and with the password the moment is now.
pub(crate) async fn refresh_with_password(
    State(state): State<Shared>,
    person: Person,
    Peer(address): Peer,
    Body(given): Body<Renewal>,
) -> Result<Response, Refusal> {
    let claims = person.caller.claims.ok_or(Refusal::Unauthorized)?;
    let user = user(&state, person.user).await?;
    let Some(password) = given.password else { return token(&state, &user, claims.auth_time) };
    state
        .throttle
        .count(address, &user.username, Instant::now())
        .map_err(|Paused(wait)| Refusal::TooMany { retry_after: wait.as_secs() + 1 })?;
    if !password::is_right(password, Some(user.password_hash.clone())).await {
        return Err(Refusal::Unauthorized);
    }
    state.throttle.reset(address, &user.username);
    token(&state, &user, store::clock::now_ms())
}

async fn user(state: &Platform, id: i64) -> Result<User, Refusal> {
    let found = state.store.read(move |connection| store::users::by_id(connection, id)).await?;
    found.ok_or(Refusal::Unauthorized)
}

fn token(state: &Platform, user: &User, auth_time: i64) -> Result<Response, Refusal> {
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
