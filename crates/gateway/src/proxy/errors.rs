//! The API's errors, which are bare strings or nothing (balena-api.md §2), as one shape.

use http::StatusCode;
use serde_json::Value;
use wire::error::ApiError;

const MAX_SENTENCE: usize = 1_000;

/// What an error answer says, as the page reads it.
pub(crate) fn read(status: StatusCode, body: &[u8]) -> ApiError {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    match serde_json::from_str::<Value>(text) {
        Ok(Value::String(sentence)) if !sentence.trim().is_empty() => ApiError::message(cut(sentence.trim())),
        Ok(Value::Object(fields)) => {
            if let Ok(error) = serde_json::from_value::<ApiError>(Value::Object(fields.clone())) {
                return error;
            }
            // The supervisor writes `Error`, some of the API's routes `error`.
            let sentence = ["message", "error", "Error"].iter().find_map(|key| fields.get(*key)?.as_str());
            ApiError::message(sentence.map_or_else(|| by_status(status), cut))
        }
        Err(_) if !text.is_empty() && !text.starts_with('<') => ApiError::message(cut(text)),
        _ => ApiError::message(by_status(status)),
    }
}

fn cut(sentence: &str) -> String {
    sentence.chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_SENTENCE).collect()
}

fn by_status(status: StatusCode) -> String {
    match status.as_u16() {
        400 => "The API does not understand the request.",
        401 => "This account may not do that, or the session has ended.",
        403 => "This account may not do that.",
        404 => "There is no such thing at the API.",
        409 => "That is taken already.",
        413 => "That is too large for the API.",
        423 => "Updates are locked on the device.",
        429 => "The API asks to wait before the next request.",
        431 => "The address is too long for the API.",
        502..=504 => "The API, or the device behind it, does not answer. Try again in a moment.",
        _ => "The API could not do that and did not say why.",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_error_becomes_a_sentence() {
        let message = |body: &str| read(StatusCode::LOCKED, body.as_bytes()).message;
        assert_eq!(message(r#""\"device\" must be unique.""#), "\"device\" must be unique.");
        assert_eq!(message("No online device(s) found"), "No online device(s) found");
        assert_eq!(message(r#"{"Data":"","Error":"Updates are locked by main"}"#), "Updates are locked by main");
        assert_eq!(message(r#"{"error":"API key required"}"#), "API key required");
        assert_eq!(message(""), "Updates are locked on the device.");
        assert_eq!(message("<html>"), "Updates are locked on the device.");
        assert_eq!(read(StatusCode::BAD_REQUEST, br#"{"message":"no","field":"name"}"#).field.as_deref(), Some("name"));
    }
}
