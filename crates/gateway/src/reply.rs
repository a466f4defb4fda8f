//! An error on its way to the page; the envelope gives it its request id and body.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use wire::error::ApiError;

/// A refusal: a status and a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: ApiError,
}

/// Marks a response whose body is still to be written from this error.
#[derive(Debug, Clone)]
pub(crate) struct Unwritten(pub(crate) ApiError);

impl Refusal {
    /// A status and a sentence.
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, error: ApiError::message(message) }
    }

    /// A status and a whole error.
    pub(crate) fn of(status: StatusCode, error: ApiError) -> Self {
        Self { status, error }
    }

    /// 401: nobody is signed in.
    pub(crate) fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Nobody is signed in here, or the session has ended. Sign in.")
    }

    /// 502: the API is out of reach.
    pub(crate) fn unreachable(why: &dyn std::fmt::Display) -> Self {
        tracing::warn!(%why, "upstream unreachable");
        Self::new(StatusCode::BAD_GATEWAY, "The API does not answer. Try again in a moment.")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.error.retry_after {
            response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(Unwritten(self.error));
        response
    }
}
