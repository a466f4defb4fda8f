//! `GET /auth/v1/token`: a token for what the caller may do with the repositories they name.

use axum::Json;
use axum::extract::{Query, State};
use http::{HeaderMap, Uri};
use rand::RngCore as _;
use serde_json::{Value, json};
use store::access::Access;

use crate::auth::caller::{self, Caller};
use crate::auth::credential;
use crate::credentials::registry_signer::Parties;
use crate::credentials::token::looks_like_token;
use crate::endpoints::endpoints;
use crate::http::refusal::Refusal;
use crate::registry::token::scope::Scope;
use crate::registry::token::{basic, grant, subject};
use crate::state::{Shared, State as Platform};

/// The most repositories of one token.
const MOST: usize = 64;

/// Without credentials the token is for what everybody may do; wrong ones are 401.
pub(crate) async fn get(
    State(state): State<Shared>,
    headers: HeaderMap,
    uri: Uri,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Refusal> {
    let (caller, name) = caller(&state, &headers, &uri).await?;
    let access = caller.as_ref().map_or(Access::Guest, |caller| caller.access);
    let scopes = query.iter().filter(|(name, _)| name == "scope" || name.starts_with("scope["));
    let mut access_to = Vec::new();
    for scope in scopes.take(MOST).filter_map(|(_, scope)| Scope::parse(scope)) {
        access_to.push(grant::of(&state, access, scope).await?);
    }
    let subject = subject::of(&state, caller.as_ref(), name.as_deref()).await?;
    let endpoints = endpoints(&state, &headers).await?;
    let issuer = endpoints.api.split_once("://").map_or(endpoints.api.as_str(), |(_, host)| host);
    let parties = Parties { audience: &endpoints.registry, issuer, subject: &subject };
    let mut id = [0; 16];
    rand::rng().fill_bytes(&mut id);
    let token = state.registry_signer.sign(parties, access_to, id, store::clock::now_ms() / 1_000);
    Ok(Json(json!({ "token": token.ok_or(Refusal::Internal)? })))
}

/// The holder of a key in `Basic`, with the name given there; or of what other routes take.
async fn caller(state: &Platform, headers: &HeaderMap, uri: &Uri) -> Result<(Option<Caller>, Option<String>), Refusal> {
    let (credential, name) = match basic::of(headers) {
        // Keys only: a token of a person is taken as Bearer.
        Some((_, password)) if looks_like_token(&password) => return Err(Refusal::Unauthorized),
        Some((name, password)) => (Some(password), Some(name)),
        None => (credential::of(headers, uri), None),
    };
    let Some(credential) = credential else {
        // A header that is none of those that are known is a wrong credential.
        let is_anonymous = !headers.contains_key(http::header::AUTHORIZATION);
        return if is_anonymous { Ok((None, None)) } else { Err(Refusal::Unauthorized) };
    };
    let found = caller::of_credential(state, &credential).await?;
    Ok((Some(found.ok_or(Refusal::Unauthorized)?), name))
}
