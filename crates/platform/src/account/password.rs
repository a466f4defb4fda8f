//! `POST /binnacle/v1/password`: the present password for a new one, and a token in place of those that end with it.

use std::time::Instant;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use model::account::check_password;
use wire::account::PasswordChange;

use crate::auth::caller::Person;
use crate::auth::login::{token, too_many, user};
use crate::auth::peer::Peer;
use crate::credentials::password;
use crate::hex::random_hex;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// Only a person with a token, and only with the present password; tries are counted as at signing in. Every token given
/// before ends, and with them what stands on them.
pub(crate) async fn change(
    State(state): State<Shared>,
    person: Person,
    Peer(address): Peer,
    Body(asked): Body<PasswordChange>,
) -> Result<Response, Refusal> {
    person.caller.claims().ok_or(Refusal::Unauthorized)?;
    let known = user(&state, person.user).await?;
    state.throttle.count(address, &known.username, Instant::now()).map_err(too_many)?;
    let wrong = || Refusal::Says(StatusCode::FORBIDDEN, WRONG.to_owned());
    if !password::is_right(asked.current_password.clone(), Some(known.password_hash.clone())).await {
        return Err(wrong());
    }
    state.throttle.reset(address, &known.username);
    check_password(&asked.new_password, &asked.current_password, &known.username).map_err(Refusal::bad)?;
    let hash = password::hash(asked.new_password).await.map_err(|error| Refusal::internal(&error))?;
    let (id, secret, former) = (known.id, random_hex(16), known.jwt_secret);
    let is_done = state.store.write(move |connection| {
        // Changed meanwhile, by somebody who knew it: theirs stands.
        if store::users::by_id(connection, id)?.is_none_or(|user| user.jwt_secret != former) {
            return Ok(false);
        }
        store::users::set_password(connection, id, &hash, &secret)?;
        Ok(true)
    });
    if !is_done.await? {
        return Err(Refusal::Unauthorized);
    }
    token(&state, &user(&state, id).await?, store::clock::now_ms())
}

/// What the present password is told when it is another one.
const WRONG: &str = "That is not your present password.";
