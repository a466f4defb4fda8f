//! Weak entity tags, and the 304 for whoever has the same already.

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use sha2::{Digest as _, Sha256};

use crate::hex::hex;

/// The largest answer that gets a tag after the fact, in bytes.
const MAX_TAGGED: u64 = 4 * 1024 * 1024;

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

/// Whether the request's `If-None-Match` names the tag, and the caller does not insist on a fresh answer.
pub(crate) fn is_named(request: &HeaderMap, tag: &str) -> bool {
    let values = |name| request.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().split(',');
    let insists = values(header::CACHE_CONTROL).any(|one| one.trim().eq_ignore_ascii_case("no-cache"));
    !insists && values(header::IF_NONE_MATCH).any(|one| is_same(one.trim(), tag))
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

/// Tags every other complete answer to a GET, as the balena API does. Streams and files go by untouched.
pub(crate) async fn add(request: Request, next: Next) -> Response {
    let asked = (request.method() == Method::GET).then(|| request.headers().clone());
    let response = next.run(request).await;
    match asked {
        Some(asked) if is_taggable(&response) => with_tag(&asked, response).await,
        _ => response,
    }
}

fn is_taggable(response: &Response) -> bool {
    let headers = response.headers();
    let is_text = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json") || kind.as_bytes().starts_with(b"text/"));
    let is_private = headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "no-store");
    response.status() == StatusCode::OK
        && is_text
        && !is_private
        && !headers.contains_key(header::ETAG)
        && response.body().size_hint().exact().is_some_and(|size| size <= MAX_TAGGED)
}

async fn with_tag(asked: &HeaderMap, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = of(&bytes);
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, value);
    }
    if is_named(asked, &tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Weak comparison (RFC 9110 §8.8.3.2).
fn is_same(one: &str, tag: &str) -> bool {
    one == "*" || one.trim_start_matches("W/") == tag.trim_start_matches("W/")
}
