//! Weak entity tags, and the 304 for whoever has the same already.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest as _, Sha256};

use crate::hex::hex;

/// The weak tag of a body.
pub(crate) fn of(body: &[u8]) -> String {
    format!("W/\"{:x}-{}\"", body.len(), hex(&Sha256::digest(body)[..12]))
}

/// Answers `body` as JSON with a weak `ETag`, or 304 when the request's `If-None-Match` names it.
pub(crate) fn json(request: &HeaderMap, body: Vec<u8>) -> Response {
    let tag = of(&body);
    if is_named(request, &tag) {
        return not_modified(&tag);
    }
    let response = ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response();
    tagged(response, &tag)
}

/// Whether the request's `If-None-Match` names the tag.
pub(crate) fn is_named(request: &HeaderMap, tag: &str) -> bool {
    request
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|one| is_same(one.trim(), tag)))
}

/// 304 with the tag.
pub(crate) fn not_modified(tag: &str) -> Response {
    tagged(StatusCode::NOT_MODIFIED.into_response(), tag)
}

fn tagged(mut response: Response, tag: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Weak comparison (RFC 9110 §8.8.3.2).
fn is_same(one: &str, tag: &str) -> bool {
    one == "*" || one.trim_start_matches("W/") == tag.trim_start_matches("W/")
}
