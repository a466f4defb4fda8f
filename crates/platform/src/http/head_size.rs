//! How long a request's line and headers may be together, as the balena API bounds them (balena-api.md §2).

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// Node's bound, in bytes: callers split long `$filter`s by it.
const MAX_HEAD: usize = 16 * 1_024;

/// Answers 431 to a head that is longer, before anything reads it.
pub(crate) async fn bounded(request: Request, next: Next) -> Response {
    let line = request.method().as_str().len() + request.uri().path_and_query().map_or(1, |path| path.as_str().len());
    let headers: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if line + headers <= MAX_HEAD {
        return next.run(request).await;
    }
    let mut response = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
