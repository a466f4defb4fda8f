//! One HTTP request to one device's supervisor, over its link.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use serde_json::Value;

use crate::reach::error::ReachError;
use crate::reach::route::Reach;
use crate::state::State;

/// The largest answer taken from a device.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// Where a device's supervisor listens, and the secret it wants.
#[derive(Debug, Clone)]
pub(crate) struct Supervisor {
    pub(crate) uuid: String,
    pub(crate) port: u16,
    pub(crate) secret: Option<String>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// From the root, checked by [`is_plain_path`].
    pub(crate) path: String,
    pub(crate) data: Option<Value>,
    pub(crate) within: Duration,
}

/// What the API passes on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Relayed {
    Json(StatusCode, Value),
    /// Only letters, digits, blanks and plain punctuation.
    Text(StatusCode, String),
    Empty(StatusCode),
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RelayError {
    #[error(transparent)]
    Reach(#[from] ReachError),
    #[error("the supervisor's answer broke off: {0}")]
    Http(#[from] hyper::Error),
    #[error("the request could not be written: {0}")]
    Request(#[from] http::Error),
    #[error("the supervisor did not answer in time")]
    TimedOut,
    #[error("the supervisor's answer is none the API passes on")]
    Bad,
}

/// Asks, and waits for the whole answer.
pub(crate) async fn ask(
    state: &State,
    reach: &Reach,
    supervisor: &Supervisor,
    ask: Ask,
) -> Result<Relayed, RelayError> {
    let within = ask.within;
    tokio::time::timeout(within, exchange(state, reach, supervisor, ask)).await.map_err(|_| RelayError::TimedOut)?
}

async fn exchange(state: &State, reach: &Reach, supervisor: &Supervisor, ask: Ask) -> Result<Relayed, RelayError> {
    let stream = reach.open(state, &supervisor.uuid, supervisor.port, None).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let request = request(supervisor, ask)?;
    let answer = async {
        let response = sender.send_request(request).await?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MAX_ANSWER).collect().await.map_err(|_| RelayError::Bad)?.to_bytes();
        let kind = head.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
        filter(head.status, kind, &body)
    };
    // When the connection ends, the answer is there or fails by itself.
    let driven = async {
        let _ = connection.await;
        std::future::pending::<Infallible>().await
    };
    tokio::select! {
        answer = answer => answer,
        never = driven => match never {},
    }
}

fn request(supervisor: &Supervisor, ask: Ask) -> Result<Request<Full<Bytes>>, http::Error> {
    let secret = supervisor.secret.as_deref().unwrap_or_default();
    let uri = Uri::try_from(format!("/{}?apikey={secret}", ask.path.trim_start_matches('/')))?;
    let body = ask.data.as_ref().map(Value::to_string).unwrap_or_default();
    let mut builder = Request::builder()
        .method(ask.method)
        .uri(uri)
        .header(header::HOST, format!("{}.balena:{}", supervisor.uuid, supervisor.port))
        .header(header::CONNECTION, "close");
    if !body.is_empty() {
        builder = builder.header(header::CONTENT_TYPE, "application/json");
    }
    builder.body(Full::new(Bytes::from(body)))
}

/// JSON as JSON, plain text as text; without a type only the status. Nothing else is passed on.
fn filter(status: StatusCode, kind: Option<&str>, body: &[u8]) -> Result<Relayed, RelayError> {
    let starts =
        |prefix: &str| kind.and_then(|kind| kind.get(..prefix.len())).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    if kind.is_none() {
        return Ok(Relayed::Empty(status));
    }
    if starts("application/json") {
        return serde_json::from_slice(body).map(|json| Relayed::Json(status, json)).map_err(|_| RelayError::Bad);
    }
    match std::str::from_utf8(body) {
        Ok(text) if (starts("text/plain") || starts("text/html")) && text.chars().all(is_plain) => {
            Ok(Relayed::Text(status, text.to_owned()))
        }
        _ => Err(RelayError::Bad),
    }
}

/// `[A-Za-z0-9\s:'.?!,/-]`
fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter.is_whitespace() || ":'.?!,/-".contains(letter)
}

/// Whether a path may be passed on: no query, no escapes, no way up.
pub(crate) fn is_plain_path(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= 256
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b))
        && !path.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_device_says_is_filtered() {
        let said = |kind: Option<&str>, body: &str| filter(StatusCode::OK, kind, body.as_bytes()).ok();
        let text = |text: &str| Some(Relayed::Text(StatusCode::OK, text.to_owned()));
        assert_eq!(said(Some("text/plain; charset=utf-8"), "OK"), text("OK"));
        assert_eq!(said(Some("text/html"), "it's\nfine"), text("it's\nfine"));
        assert_eq!(said(Some("text/plain"), ""), text(""));
        assert_eq!(said(Some("text/html"), "<script>"), None);
        assert_eq!(said(Some("image/png"), "OK"), None);
        assert_eq!(said(None, "whatever"), Some(Relayed::Empty(StatusCode::OK)));
        assert_eq!(said(Some("Application/JSON"), "[1]"), Some(Relayed::Json(StatusCode::OK, serde_json::json!([1]))));
        assert_eq!(said(Some("application/json"), "{"), None);
    }

    #[test]
    fn what_a_person_asks_is_filtered() {
        assert!(is_plain_path("v2/applications/5/restart-service"));
        for path in ["", "v1/../x", "v1/x?apikey=1", "v1/%2e%2e", "v1 x", "v1/x\r\n"] {
            assert!(!is_plain_path(path), "{path:?}");
        }
    }
}
