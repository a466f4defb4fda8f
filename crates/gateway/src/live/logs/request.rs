//! Asking the API for a device's log, and what can come of it.

use std::time::Duration;

use axum::body::Body;
use http::{HeaderValue, Request, StatusCode, header};
use model::device_uuid::DeviceUuid;
use wire::log_position::LogCursor;

use crate::token::ApiToken;
use crate::upstream::Upstream;

/// The API holds the headers back until the first line or its 58 s heartbeat (balena-api.md §8).
const HEADERS_WITHIN: Duration = Duration::from_secs(75);

/// No stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoStream {
    /// It will not come; the sentence says why.
    Refused(&'static str),
    /// It may come later.
    Lost,
}

/// The longest past a page may ask for, in lines.
pub(crate) const MAX_HISTORY: u32 = 10_000;

/// The query of what follows `cursor`; of so many lines where nothing was read yet.
pub(crate) fn query(is_stream: bool, cursor: Option<LogCursor>, count: u32) -> String {
    let what = match cursor {
        Some(LogCursor::Sequence(sequence)) => format!("after={sequence}"),
        Some(LogCursor::CreatedAt(at)) => format!("count=1000&start={at}"),
        None => format!("count={count}&sequence=1"),
    };
    if is_stream { format!("stream=1&{what}") } else { what }
}

/// The body of `GET /device/v2/:uuid/logs?…`: NDJSON of a stream, else a JSON array.
pub(crate) async fn open(
    upstream: &dyn Upstream,
    token: &ApiToken,
    uuid: &DeviceUuid,
    query: &str,
) -> Result<Body, NoStream> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.reveal()))
        .map_err(|_| NoStream::Refused("Sign in again."))?;
    bearer.set_sensitive(true);
    let request = Request::get(format!("/device/v2/{uuid}/logs?{query}"))
        .header(header::AUTHORIZATION, bearer)
        .body(Body::empty())
        .map_err(|_| NoStream::Lost)?;
    match tokio::time::timeout(HEADERS_WITHIN, upstream.request(request)).await {
        Ok(Ok(response)) => match response.status() {
            StatusCode::OK => Ok(response.into_body()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(NoStream::Refused("This account may not read the device's log, or the session has ended."))
            }
            StatusCode::NOT_FOUND => Err(NoStream::Refused("There is no such device.")),
            StatusCode::BAD_REQUEST => Err(NoStream::Refused("The API does not take this request for a log.")),
            _ => Err(NoStream::Lost),
        },
        Ok(Err(_)) | Err(_) => Err(NoStream::Lost),
    }
}
