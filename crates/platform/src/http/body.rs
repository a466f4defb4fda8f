//! Reads a JSON body into a type, naming the field that does not fit.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::http::refusal::Refusal;

/// The largest body of a JSON route, in bytes (balena-api.md §2).
pub(crate) const MAX_BODY: usize = 512 * 1024;

/// A JSON body. An empty one reads as `{}`.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        parse(&read(request, state).await?).map(Self)
    }
}

/// A JSON body where one of another shape is 400 without a word, as the balena API answers on many of its routes.
#[derive(Debug)]
pub(crate) struct Shaped<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Shaped<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE).map(|value| value.as_bytes().to_ascii_lowercase());
        let bytes = read(request, state).await?;
        let value = match kind.as_deref() {
            Some(kind) if kind.starts_with(b"application/x-www-form-urlencoded") => form(&bytes),
            // Of what says that it is no JSON, nothing is read.
            Some(kind) if !kind.windows(4).any(|word| word == b"json") => Value::Object(serde_json::Map::default()),
            Some(_) | None => json(&bytes)?,
        };
        T::deserialize(value).map(Self).map_err(|_| Refusal::Empty(StatusCode::BAD_REQUEST))
    }
}

/// Any JSON. An empty body reads as `{}`; what is no JSON is answered before anything else is looked at.
fn json(bytes: &[u8]) -> Result<Value, Refusal> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    // The balena API takes nothing but an object or an array for JSON.
    if !matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return Err(Refusal::malformed());
    }
    serde_json::from_slice(bytes).map_err(|_| Refusal::malformed())
}

/// The pairs of a form, each a text.
fn form(bytes: &[u8]) -> Value {
    let pairs = serde_urlencoded::from_bytes::<Vec<(String, String)>>(bytes).unwrap_or_default();
    Value::Object(pairs.into_iter().map(|(name, value)| (name, Value::String(value))).collect())
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Refusal> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::too_large(MAX_BODY),
        status => Refusal::Empty(status),
    })
}

/// Reads JSON; the 400 names the place.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let problem = error.into_inner();
        if !problem.is_data() {
            Refusal::malformed()
        } else if field != "." {
            Refusal::bad(format!("{field}: {problem}"))
        } else {
            Refusal::bad(format!("The body is not the JSON this route takes: {problem}"))
        }
    })?;
    reader.end().map_err(|_| Refusal::malformed())?;
    Ok(read)
}
