//! Who asks for an image: the holder of a registry token, or anybody the platform knows.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use store::access::Access;

use crate::auth::caller::{Caller, Maybe};
use crate::auth::credential;
use crate::credentials::registry_signer::Grant;
use crate::endpoints::endpoints;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// Somebody with credentials that are good.
#[derive(Debug)]
pub(crate) enum Puller {
    /// Known to the platform: sees what it sees elsewhere.
    Caller(Caller),
    /// Has a token for these repositories.
    Token(Vec<Grant>),
}

impl Puller {
    /// As whom the image is looked for; None when it is not to be had.
    pub(crate) fn access(&self, repository: &str) -> Option<Access> {
        match self {
            Self::Caller(caller) => Some(caller.access),
            Self::Token(grants) => {
                let is_granted = grants
                    .iter()
                    .any(|grant| grant.name == repository && grant.actions.iter().any(|action| action == "pull"));
                // Whether the image may be had was found out when the token was made.
                is_granted.then_some(Access::System)
            }
        }
    }
}

impl FromRequestParts<Shared> for Puller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Response> {
        let now = store::clock::now_ms() / 1_000;
        let token = credential::of(&parts.headers, &parts.uri);
        if let Some(claims) = token.and_then(|token| state.registry_signer.check(&token, now)) {
            return Ok(Self::Token(claims.access));
        }
        match Maybe::from_request_parts(parts, state).await {
            Ok(Maybe(Some(caller))) => Ok(Self::Caller(caller)),
            Ok(Maybe(None)) => Err(challenge(state, &parts.headers).await),
            Err(refusal) => Err(refusal.into_response()),
        }
    }
}

/// 401 with the address where a token is to be had, as registry clients expect it.
async fn challenge(state: &Shared, headers: &HeaderMap) -> Response {
    let mut response = Refusal::Unauthorized.into_response();
    if let Ok(endpoints) = endpoints(state, headers).await {
        let text = format!("Bearer realm=\"{}/auth/v1/token\",service=\"{}\"", endpoints.api, endpoints.registry);
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
        }
    }
    response
}
