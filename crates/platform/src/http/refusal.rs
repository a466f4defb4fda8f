//! The ways a route says no, in the bare forms of the balena API (balena-api.md §2).

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use store::error::StoreError;

/// An answer that is not 2xx.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// 401, empty: no credentials, wrong ones, or no right.
    Unauthorized,
    /// 401 with the sentence of routes that take keys only.
    KeyRequired,
    /// A status with a JSON string.
    Says(StatusCode, String),
    /// A status with an empty body.
    Empty(StatusCode),
    /// 409 of `/device/register`, which is `text/html`.
    Html(StatusCode, String),
    /// 429 with `Retry-After`, in seconds.
    TooMany { retry_after: u64 },
    /// 507: the write did not happen, reads go on.
    Full,
    /// 500: ours; the log has the cause.
    Internal,
}

impl Refusal {
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::Says(StatusCode::BAD_REQUEST, message.into())
    }

    /// 400 for what is no JSON, in the page of the web framework behind the balena API.
    pub(crate) fn malformed() -> Self {
        const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n\
            </head>\n<body>\n<pre>Bad Request</pre>\n</body>\n</html>\n";
        Self::Html(StatusCode::BAD_REQUEST, PAGE.to_owned())
    }

    /// 413: more than a JSON route takes.
    pub(crate) fn too_large(most: usize) -> Self {
        Self::Says(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {} KB.", most / 1024))
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::Says(StatusCode::NOT_FOUND, message.into())
    }

    /// Logs the cause; the caller learns only that it was ours.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed inside the platform");
        Self::Internal
    }

    /// A disk's error: full is told apart, since a person can do something about it.
    pub(crate) fn disk(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::internal(error),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { .. } => Self::not_found(error.to_string()),
            StoreError::Conflict { message } => Self::Says(StatusCode::CONFLICT, message),
            StoreError::Rule { message } | StoreError::BadRequest { message } => Self::bad(message),
            StoreError::WrongType { .. } => {
                tracing::debug!(%error, "a value of the wrong type was refused");
                Self::Empty(StatusCode::BAD_REQUEST)
            }
            StoreError::Denied { message } => Self::Says(StatusCode::FORBIDDEN, message),
            StoreError::Forbidden => Self::Unauthorized,
            StoreError::DiskFull => Self::Full,
            StoreError::Busy | StoreError::Closed => Self::Empty(StatusCode::SERVICE_UNAVAILABLE),
            other => Self::internal(&other),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED.into_response(),
            Self::KeyRequired => {
                (StatusCode::UNAUTHORIZED, Json(serde_json::json!({ "error": "API key required" }))).into_response()
            }
            Self::Says(status, message) => (status, Json(message)).into_response(),
            Self::Empty(status) => status.into_response(),
            Self::Html(status, message) => {
                (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], message).into_response()
            }
            Self::TooMany { retry_after } => {
                let mut response = (StatusCode::TOO_MANY_REQUESTS, Json("Too Many Requests")).into_response();
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
                response
            }
            Self::Full => (
                StatusCode::INSUFFICIENT_STORAGE,
                Json("The server's disk is full: nothing was written. Free space in its data folder and try again."),
            )
                .into_response(),
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}
