//! Passing a request on and its answer back, streaming both ways.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use futures_util::StreamExt;
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use wire::error::ApiError;

use crate::envelope::Client;
use crate::guard;
use crate::proxy::{errors, rules};
use crate::reply::Refusal;
use crate::routes::session;
use crate::state::{Caller, Gateway};

/// The API's own limit for JSON (balena-api.md §2).
const MAX_BODY: usize = 512 * 1_024;
/// A file of a release and the form around it; the API itself takes files of 500 MB.
const MAX_FILE: usize = 501_000_000;
const MAX_ERROR: usize = 64 * 1_024;
/// Log streams hold their headers back for up to 58 s (balena-api.md §8), supervisors answer within 50 s.
const HEADERS_WITHIN: Duration = Duration::from_secs(75);
/// A file has arrived by then: the answer begins when all of it has.
const FILE_WITHIN: Duration = Duration::from_hours(2);

/// What the API says when it wants the password anew (balena-api.md §3, “sudo”); `/session/confirm` gives it.
const FRESH: &[u8] = b"Fresh authentication token required";

/// The person is signed in, and the API says no.
const MAY_NOT: &str = "Your role does not allow this. An observer may look, not change or command: ask a developer of the \
    organization. Or there is no such thing that you may see.";

/// Any method on `/api/*`.
pub(crate) async fn forward(
    State(gateway): State<Gateway>,
    axum::Extension(client): axum::Extension<Client>,
    Caller(session): Caller,
    request: Request,
) -> Result<Response, Refusal> {
    guard::check_unsafe(&gateway.config, request.method(), request.headers())?;
    let Some(path) = rules::upstream_path(request.uri()) else {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "The dashboard does not pass this address on to the API."));
    };
    let is_file = rules::is_file(&path, request.headers());
    let (most, within) = if is_file { (MAX_FILE, FILE_WITHIN) } else { (MAX_BODY, HEADERS_WITHIN) };
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        let why = if is_file {
            "The file is larger than the API takes (500 MB)."
        } else {
            "The request is larger than the API takes (512 KB)."
        };
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, why));
    }

    let (parts, body) = request.into_parts();
    let bad = || Refusal::new(StatusCode::BAD_REQUEST, "The address is malformed.");
    let onward = http::Request::builder().method(parts.method).uri(path);
    let mut onward = onward.body(Body::new(Limited::new(body, most))).map_err(|_| bad())?;
    *onward.headers_mut() = rules::request_headers(&parts.headers);
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", session.token.reveal())).map_err(|_| bad())?;
    bearer.set_sensitive(true);
    onward.headers_mut().insert(header::AUTHORIZATION, bearer);
    client.pass_on(&mut onward);

    let response = tokio::time::timeout(within, gateway.upstream.request(onward))
        .await
        .map_err(|_| {
            Refusal::new(StatusCode::GATEWAY_TIMEOUT, "The API did not answer in time. Try again in a moment.")
        })?
        .map_err(|error| Refusal::unreachable(&error))?;
    let (mut head, body) = response.into_parts();
    if head.status == StatusCode::UNAUTHORIZED && session::is_signed_in(&gateway, client, &session.token).await {
        let body = Limited::new(body, MAX_ERROR).collect().await.map(http_body_util::Collected::to_bytes);
        if body.is_ok_and(|body| body.windows(FRESH.len()).any(|part| part == FRESH)) {
            let error = ApiError::message("Enter your password once more: it was given more than 20 minutes ago.");
            return Err(Refusal::of(StatusCode::FORBIDDEN, error.about("password")));
        }
        // Not 401, which tells the page that nobody is signed in any more.
        return Err(Refusal::new(StatusCode::FORBIDDEN, MAY_NOT));
    }
    if head.status.is_client_error() || head.status.is_server_error() {
        let body = Limited::new(body, MAX_ERROR).collect().await.map(http_body_util::Collected::to_bytes);
        let retry_after = head.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let error = errors::read(head.status, &body.unwrap_or_default());
        return Err(Refusal::of(head.status, ApiError { retry_after: error.retry_after.or(retry_after), ..error }));
    }
    head.headers = rules::response_headers(&head.headers);
    if !head.headers.contains_key(header::CACHE_CONTROL) {
        head.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    head.extensions.clear();
    if head.headers.contains_key(header::CONTENT_LENGTH) {
        return Ok(Response::from_parts(head, body));
    }
    // A stream of the API's is the session's, too.
    let ended = gateway.sessions.end_of(&session).cancelled_owned();
    let body = Body::from_stream(body.into_data_stream().take_until(Box::pin(ended)));
    Ok(Response::from_parts(head, body))
}
