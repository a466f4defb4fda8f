//! What can go wrong with a call, by what the page does about it.

use serde::Deserialize;
use wire::error::ApiError;

use crate::transport::Response;

/// A call that did not bring what it should. `Display` is the sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// 401: nobody is signed in any more.
    #[error("You are signed out.")]
    SignedOut,
    /// 403.
    #[error("{message}")]
    Forbidden { message: String },
    /// 404: there is no such thing, or it may not be seen.
    #[error("{message}")]
    NotFound { message: String },
    /// 423: an update lock is held on the device; asking with force ignores it.
    #[error("{message}")]
    Locked { message: String },
    /// About one field of what was sent.
    #[error("{message}")]
    Field { field: String, message: String, tries_left: Option<u32>, retry_after: Option<u32> },
    /// Another 4xx: the server will not do it as asked.
    #[error("{message}")]
    Refused { message: String, retry_after: Option<u32> },
    /// 5xx.
    #[error("{message}")]
    Server { message: String, request_id: Option<String> },
    /// No answer at all.
    #[error("The server cannot be reached. Check the connection and try again.")]
    Offline,
    /// The answer is not what this page understands.
    #[error("The server's answer could not be read: reload the page, its version may be older than the server's.")]
    Unreadable,
}

impl CallError {
    /// The sentence for the person and the request's number, as the page shows them.
    pub fn said(&self) -> (String, Option<String>) {
        (self.to_string(), self.request_id().map(str::to_owned))
    }

    /// Finds the answer in the server's log.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Server { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }

    /// The meaning of an answer that is not 2xx.
    pub fn of(response: &Response) -> Self {
        let error = read(&response.body, response.status);
        // Only signing in counts tries, and which of the two was wrong is not told: the password is what one types again.
        let field = error.field.or_else(|| error.tries_left.map(|_| "password".to_owned()));
        if let Some(field) = field {
            return Self::Field {
                field,
                message: error.message,
                tries_left: error.tries_left,
                retry_after: error.retry_after,
            };
        }
        let message = error.message;
        match response.status {
            401 => Self::SignedOut,
            403 => Self::Forbidden { message },
            404 => Self::NotFound { message },
            423 => Self::Locked { message },
            400..=499 => Self::Refused { message, retry_after: error.retry_after },
            _ => Self::Server { message, request_id: error.request_id },
        }
    }
}

/// A supervisor's answer, relayed as it came (balena-api.md §9).
#[derive(Deserialize)]
struct Relayed {
    #[serde(alias = "Error")]
    error: String,
}

/// The longest bare sentence that is shown as it came.
const MAX_SENTENCE: usize = 400;

fn read(body: &[u8], status: u16) -> ApiError {
    if let Ok(error) = serde_json::from_slice::<ApiError>(body)
        && !error.message.is_empty()
    {
        return error;
    }
    if let Ok(relayed) = serde_json::from_slice::<Relayed>(body)
        && !relayed.error.is_empty()
    {
        return ApiError::message(relayed.error);
    }
    let text = serde_json::from_slice::<String>(body)
        .ok()
        .or_else(|| std::str::from_utf8(body).ok().map(str::to_owned))
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty() && text.len() <= MAX_SENTENCE && !text.starts_with(['<', '{', '[']));
    ApiError::message(text.unwrap_or_else(|| default_sentence(status).to_owned()))
}

const fn default_sentence(status: u16) -> &'static str {
    match status {
        403 => "You may not do this. Ask the fleet's owner for access.",
        404 => "There is no such thing here, or you may not see it.",
        409 => "Something else with this name or number exists already.",
        423 => "An update lock is held on the device.",
        429 => "Too many requests: wait a moment and try again.",
        400..=499 => "The server refused this.",
        502..=504 => "The server or the device did not answer in time. Try again.",
        _ => "The server could not do this. Try again.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> CallError {
        CallError::of(&Response { status, body: body.as_bytes().to_vec() })
    }

    #[test]
    fn by_meaning_whatever_shape_the_answer_has() {
        assert_eq!(of(401, ""), CallError::SignedOut);
        let wrong = of(401, r#"{"message":"That password does not match.","field":"password","tries_left":4}"#);
        assert!(matches!(wrong, CallError::Field { ref field, tries_left: Some(4), .. } if field == "password"));
        assert_eq!(of(404, r#""No online device(s) found""#).to_string(), "No online device(s) found");
        assert_eq!(
            of(423, r#"{"Data":"","Error":"Updates are locked"}"#),
            CallError::Locked { message: "Updates are locked".to_owned() }
        );
        assert_eq!(of(502, "<html>bad gateway</html>").to_string(), default_sentence(502));
        assert_eq!(of(500, r#"{"message":"Disk is full.","request_id":"r1"}"#).request_id(), Some("r1"));
    }
}
