//! The body of `POST /supervisor/<path>`, checked in the order of the balena API.

use http::{Method, StatusCode};
use serde_json::{Map, Value};

use crate::http::refusal::Refusal;
use crate::supervisor::find::Whom;

/// What is asked of whom.
#[derive(Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) whom: Whom,
    pub(crate) method: Method,
    pub(crate) data: Option<Value>,
}

/// A field of the wrong kind is 400 without a word, an id that is no number has a sentence.
pub(crate) fn read(body: &Value) -> Result<Asked, Refusal> {
    let wrong = || Refusal::Empty(StatusCode::BAD_REQUEST);
    let body = body.as_object().ok_or_else(wrong)?;
    let field = |name: &str| body.get(name);
    let is_id = |value: &Value| value.is_string() || value.is_number() || value.is_null();
    if ["appId", "deviceId"].into_iter().filter_map(field).any(|value| !is_id(value)) {
        return Err(wrong());
    }
    let uuid = match field("uuid") {
        None | Some(Value::Null) => None,
        Some(Value::String(uuid)) if !uuid.is_empty() => Some(uuid.clone()),
        Some(_) => return Err(wrong()),
    };
    let data = match field("data") {
        None => None,
        Some(data @ Value::Object(_)) => Some(data.clone()),
        Some(_) => return Err(wrong()),
    };
    let method = match field("method") {
        None => Method::POST,
        Some(name) => method(name).ok_or_else(wrong)?,
    };
    let fleet = id(body, "appId", "App ID must be a valid integer if specified")?;
    let device = id(body, "deviceId", "Device ID must be a valid integer if specified")?;
    let whom = Whom { uuid, device, fleet };
    if whom.is_nobody() {
        return Err(Refusal::bad("At least one filter must be specified"));
    }
    Ok(Asked { whom, method, data })
}

fn method(name: &Value) -> Option<Method> {
    Some(match name.as_str()?.to_ascii_uppercase().as_str() {
        "GET" => Method::GET,
        "HEAD" => Method::HEAD,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        _ => return None,
    })
}

/// A number, or one written as text.
fn id(body: &Map<String, Value>, name: &str, sentence: &str) -> Result<Option<i64>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            // A number nothing can have is nobody's.
            is_number.then(|| Some(text.parse().unwrap_or(-1))).ok_or_else(|| Refusal::bad(sentence))
        }
        Some(number) => Ok(Some(number.as_i64().unwrap_or(-1))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(body: &Value) -> String {
        match read(body) {
            Err(Refusal::Empty(status)) => status.as_str().to_owned(),
            Err(Refusal::Says(status, sentence)) => format!("{status} {sentence}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn fields_of_the_wrong_kind_are_refused_without_a_word() {
        for body in [
            json!([]),
            json!({ "uuid": "" }),
            json!({ "uuid": 5 }),
            json!({ "uuid": "a", "method": "FETCH" }),
            json!({ "uuid": "a", "method": null }),
            json!({ "uuid": "a", "data": null }),
            json!({ "uuid": "a", "data": [1] }),
            json!({ "appId": {} }),
        ] {
            assert_eq!(refusal(&body), "400", "{body}");
        }
    }

    #[test]
    fn ids_have_sentences() {
        let app = "400 Bad Request App ID must be a valid integer if specified";
        assert_eq!(refusal(&json!({ "appId": "5x" })), app);
        let device = "400 Bad Request Device ID must be a valid integer if specified";
        assert_eq!(refusal(&json!({ "deviceId": "" })), device);
        let nobody = "400 Bad Request At least one filter must be specified";
        assert_eq!(refusal(&json!({ "uuid": null, "appId": null })), nobody);
    }

    #[test]
    fn all_that_is_said_counts() {
        let asked = read(&json!({ "appId": "7", "uuid": "ab", "method": "patch", "data": { "force": true } })).unwrap();
        let whom = Whom { uuid: Some("ab".to_owned()), device: None, fleet: Some(7) };
        assert_eq!(asked, Asked { whom, method: Method::PATCH, data: Some(json!({ "force": true })) });
    }
}
