//! Only who knows the device's secret gets in.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::state::Supervisor;

/// `?apikey=`, or `Authorization: Bearer` or `ApiKey`.
pub(super) async fn check(State(supervisor): State<Arc<Supervisor>>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let in_query = query.split('&').find_map(|pair| pair.strip_prefix("apikey="));
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let in_header = header.and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("ApiKey ")));
    let known =
        [in_query, in_header].into_iter().flatten().any(|key| same(key, &supervisor.machine.device.supervisor_secret));
    if known { next.run(request).await } else { StatusCode::UNAUTHORIZED.into_response() }
}

/// Compares digests: how long it takes tells nothing of the secret.
fn same(given: &str, secret: &str) -> bool {
    Sha256::digest(given.as_bytes()) == Sha256::digest(secret.as_bytes())
}
