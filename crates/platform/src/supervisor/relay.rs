//! One HTTP request to one device's supervisor, over its link.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use link::platform::{Link, LinkError};
use serde_json::Value;

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
    /// Only letters, digits and plain punctuation.
    Text(StatusCode, String),
    Empty(StatusCode),
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RelayError {
    #[error(transparent)]
    Link(#[from] LinkError),
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
pub(crate) async fn ask(link: &Link, supervisor: &Supervisor, ask: Ask) -> Result<Relayed, RelayError> {
    let within = ask.within;
    tokio::time::timeout(within, exchange(link, supervisor, ask)).await.map_err(|_| RelayError::TimedOut)?
}

async fn exchange(link: &Link, supervisor: &Supervisor, ask: Ask) -> Result<Relayed, RelayError> {
    let stream = link.open(supervisor.port).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let request = request(supervisor, ask)?;
    let answer = async {
        let response = sender.send_request(request).await?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MAX_ANSWER).collect().await.map_err(|_| RelayError::Bad)?.to_bytes();
        let is_json = head
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/json"));
        filter(head.status, is_json, &body)
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

fn filter(status: StatusCode, is_json: bool, body: &[u8]) -> Result<Relayed, RelayError> {
    if body.is_empty() {
        return Ok(Relayed::Empty(status));
    }
    if is_json {
        return serde_json::from_slice(body).map(|json| Relayed::Json(status, json)).map_err(|_| RelayError::Bad);
    }
    match std::str::from_utf8(body) {
        Ok(text) if text.bytes().all(is_plain) => Ok(Relayed::Text(status, text.to_owned())),
        _ => Err(RelayError::Bad),
    }
}

/// `[A-Za-z0-9 :'.?!,/-]`
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" :'.?!,/-".contains(&byte)
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
        let text = |body: &str| filter(StatusCode::OK, false, body.as_bytes()).ok();
        assert_eq!(text("OK"), Some(Relayed::Text(StatusCode::OK, "OK".to_owned())));
        assert_eq!(text("<script>"), None);
        assert_eq!(text("a\nb"), None);
        assert_eq!(filter(StatusCode::NO_CONTENT, false, b"").ok(), Some(Relayed::Empty(StatusCode::NO_CONTENT)));
        assert!(filter(StatusCode::OK, true, b"{").is_err());
    }

    #[test]
    fn what_a_person_asks_is_filtered() {
        assert!(is_plain_path("v2/applications/5/restart-service"));
        for path in ["", "v1/../x", "v1/x?apikey=1", "v1/%2e%2e", "v1 x", "v1/x\r\n"] {
            assert!(!is_plain_path(path), "{path:?}");
        }
    }
}
