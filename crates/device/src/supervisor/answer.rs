//! How the supervisor says no: v1 and v2 each in their form.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use wire::supervisor::SupervisorAnswer;

use crate::engine::actions::ActionError;

fn status(error: &ActionError) -> StatusCode {
    match error {
        ActionError::NoSuchApp | ActionError::NoSuchService => StatusCode::NOT_FOUND,
        ActionError::Locked(_) => StatusCode::LOCKED,
        ActionError::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// `{"Data":"","Error":"…"}`.
pub(super) struct V1Error(pub(super) ActionError);

impl IntoResponse for V1Error {
    fn into_response(self) -> Response {
        let body = SupervisorAnswer { data: String::new(), error: Some(self.0.to_string()) };
        (status(&self.0), Json(body)).into_response()
    }
}

impl From<ActionError> for V1Error {
    fn from(error: ActionError) -> Self {
        Self(error)
    }
}

/// `{"status":"failed","message":"…"}`.
pub(super) struct V2Error(pub(super) ActionError);

impl IntoResponse for V2Error {
    fn into_response(self) -> Response {
        let body = json!({ "status": "failed", "message": self.0.to_string() });
        (status(&self.0), Json(body)).into_response()
    }
}

impl From<ActionError> for V2Error {
    fn from(error: ActionError) -> Self {
        Self(error)
    }
}

/// A body that is missing or cannot be read, and why.
pub(super) struct BadRequest(pub(super) String);

impl IntoResponse for BadRequest {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}
