//! Requests with a key, and what can go wrong with them; neither key nor address appears in an error.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use rustls::ClientConfig;
use serde::de::DeserializeOwned;

/// The longest JSON or text answer that is read, in bytes.
const MAX_ANSWER: usize = 8 * 1_024 * 1_024;
/// What `Retry-After` may ask for, in seconds: neither a rush nor a farewell.
const RETRY_AFTER: RangeInclusive<u64> = 1..=300;

/// Why a request did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// No answer, or a broken one.
    #[error("the API cannot be reached ({0})")]
    Unreachable(reqwest::Error),
    /// An answer other than 2xx.
    #[error("the API answered {status}: {message}")]
    Refused { status: StatusCode, message: String, retry_after: Option<Duration> },
    /// An answer that is not what the route promises.
    #[error("the API's answer cannot be read: {0}")]
    Unreadable(String),
}

impl From<reqwest::Error> for ApiError {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreachable(error.without_url())
    }
}

impl ApiError {
    /// The status, if there was an answer.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            Self::Unreachable(_) | Self::Unreadable(_) => None,
        }
    }

    /// How long the API asked to wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            Self::Unreachable(_) | Self::Unreadable(_) => None,
        }
    }
}

/// The API with one key.
#[derive(Clone)]
pub(crate) struct Api {
    http: Client,
    tls: Arc<ClientConfig>,
    base: String,
    key: String,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Api {
    /// `base` is `http://host:port` or `https://host:port`; `tls` says whom to believe in the second case.
    pub(crate) fn new(base: &str, key: &str, tls: Arc<ClientConfig>) -> Result<Self, ApiError> {
        let http = Client::builder()
            .tls_backend_preconfigured(ClientConfig::clone(&tls))
            .connect_timeout(Duration::from_secs(5))
            .read_timeout(Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { http, tls, base: base.trim_end_matches('/').to_owned(), key: key.to_owned() })
    }

    /// The same API with another key.
    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self.clone() }
    }

    /// The base address.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The key, for the one place that cannot send requests through here (the link's WebSocket).
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Whom to believe, for the same place.
    pub(crate) fn tls(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.tls)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.key)
    }
}

/// Sends a request; anything but 2xx and 304 is an error.
pub(crate) async fn send(request: RequestBuilder) -> Result<Response, ApiError> {
    let answer = request.send().await?;
    let status = answer.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Ok(answer);
    }
    let asked = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let seconds = asked.map(|seconds| seconds.clamp(*RETRY_AFTER.start(), *RETRY_AFTER.end()));
    let message = read(answer, 4_096).await.unwrap_or_default();
    let message =
        String::from_utf8_lossy(&message).trim_matches('"').chars().filter(|c| !c.is_control()).take(200).collect();
    Err(ApiError::Refused { status, message, retry_after: seconds.map(Duration::from_secs) })
}

/// An answer's body, of at most `limit` bytes.
pub(crate) async fn read(mut answer: Response, limit: usize) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Err(ApiError::Unreadable(format!("longer than {limit} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// An answer's body as JSON.
pub(crate) async fn json<T: DeserializeOwned>(answer: Response) -> Result<T, ApiError> {
    serde_json::from_slice(&read(answer, MAX_ANSWER).await?).map_err(|error| ApiError::Unreadable(error.to_string()))
}
