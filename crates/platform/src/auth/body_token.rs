//! A token that comes in the body, as `_token`, becomes the request's `Authorization`: as the balena API takes it.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde_json::Value;

use crate::http::body::MAX_BODY;
use crate::http::refusal::Refusal;

const FIELD: &str = "_token";

/// Looks only into JSON, and only when there is no header.
pub(crate) async fn lift(request: Request, next: Next) -> Response {
    let is_json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(';').next().is_some_and(|media| media.trim() == "application/json"));
    if !is_json || request.headers().contains_key(header::AUTHORIZATION) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else { return Refusal::too_large(MAX_BODY).into_response() };
    // Most bodies hold no such field: only what mentions it is read twice.
    let mentions = bytes.windows(FIELD.len() + 1).any(|part| part == b"\"_token");
    let lifted = if mentions { lift_from(&bytes) } else { None };
    let Some((token, rest)) = lifted else {
        return next.run(Request::from_parts(parts, Body::from(bytes))).await;
    };
    if let Ok(mut bearer) = HeaderValue::from_str(&format!("Bearer {token}")) {
        bearer.set_sensitive(true);
        parts.headers.insert(header::AUTHORIZATION, bearer);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    next.run(Request::from_parts(parts, Body::from(rest))).await
}

/// The token, and the body without it.
fn lift_from(bytes: &[u8]) -> Option<(String, Vec<u8>)> {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(bytes) else { return None };
    let Value::String(token) = fields.remove(FIELD)? else { return None };
    Some((token, serde_json::to_vec(&fields).ok()?))
}
