//! The one shape in which the gateway reports an error to the page.

use serde::{Deserialize, Serialize};

/// The body of every answer of the gateway that is not 2xx.
///
/// The balena API itself answers errors as bare strings, often empty (balena-api.md §2); the gateway's proxy
/// turns those into this shape too, so the page reads one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// What went wrong and what to do next, as a sentence for the person.
    pub message: String,
    /// The field of the request it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How many more sign-in tries are allowed before a pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// Seconds to wait before the next try, when the server says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Finds this answer in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl ApiError {
    /// An error that is only a sentence.
    pub fn message(message: impl Into<String>) -> Self {
        Self { message: message.into(), field: None, tries_left: None, retry_after: None, request_id: None }
    }

    /// The same about one field of the request.
    #[must_use]
    pub fn about(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}
