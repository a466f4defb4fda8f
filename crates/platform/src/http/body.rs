//! Reads a JSON body into a type, naming the field that does not fit.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::http::refusal::Refusal;

/// The largest body of a JSON route, in bytes (balena-api.md §2).
pub(crate) const MAX_BODY: usize = 512 * 1024;

/// A JSON body. An empty one reads as `{}`.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Refusal::Says(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {} KB.", MAX_BODY / 1024))
            }
            status => Refusal::Empty(status),
        })?;
        parse(&bytes).map(Self)
    }
}

/// Reads JSON; the 400 names the place.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let problem = error.into_inner();
        if problem.is_data() && field != "." {
            Refusal::bad(format!("{field}: {problem}"))
        } else {
            Refusal::bad(format!("The body is not the JSON this route takes: {problem}"))
        }
    })?;
    reader.end().map_err(|problem| Refusal::bad(format!("The body goes on after its JSON: {problem}")))?;
    Ok(read)
}
