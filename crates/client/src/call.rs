//! One call: an endpoint in, its output or a `CallError` out.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::endpoint::{Endpoint, Method};

use crate::error::CallError;
use crate::transport::{Request, Transport};

/// The way to the gateway. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
}

impl Client {
    /// A client over any transport.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport) }
    }

    /// What the sockets go over.
    pub fn transport(&self) -> Arc<dyn Transport> {
        Arc::clone(&self.transport)
    }

    /// Calls an endpoint. Dropping the future aborts the call.
    pub async fn call<E: Endpoint>(&self, endpoint: E) -> Result<E::Output, CallError> {
        let body = endpoint.input().map(json).transpose()?;
        let answer = self.exchange(E::METHOD, endpoint.path(), body).await?;
        read(&answer)
    }

    /// Sends JSON to a path and reads JSON back; an empty answer reads as null.
    pub async fn send<I: Serialize, O: DeserializeOwned>(
        &self,
        method: Method,
        path: String,
        input: &I,
    ) -> Result<O, CallError> {
        let answer = self.exchange(method, path, Some(json(input)?)).await?;
        read(&answer)
    }

    /// Reads JSON from a path; an empty answer reads as null.
    pub async fn get<O: DeserializeOwned>(&self, path: String) -> Result<O, CallError> {
        read(&self.exchange(Method::Get, path, None).await?)
    }

    /// Sends JSON to a path; what a 2xx answer holds does not matter.
    pub async fn tell<I: Serialize>(&self, method: Method, path: String, input: &I) -> Result<(), CallError> {
        self.exchange(method, path, Some(json(input)?)).await.map(drop)
    }

    /// Posts texts and one file as a form; what a 2xx answer holds does not matter.
    pub async fn post_file(
        &self,
        path: String,
        fields: &[(&str, String)],
        file: (&str, &web_sys::File),
    ) -> Result<(), CallError> {
        let refused = |_| CallError::Unreadable;
        let form = web_sys::FormData::new().map_err(refused)?;
        for (name, value) in fields {
            form.append_with_str(name, value).map_err(refused)?;
        }
        form.append_with_blob_and_filename(file.0, file.1, &file.1.name()).map_err(refused)?;
        let response = self.transport.send_form(path, form).await.map_err(|_| CallError::Offline)?;
        if (200..300).contains(&response.status) { Ok(()) } else { Err(CallError::of(&response)) }
    }

    /// The bytes of a 2xx answer. Not generic, so that it stands in the module once.
    pub(crate) async fn exchange(
        &self,
        method: Method,
        path: String,
        body: Option<String>,
    ) -> Result<Vec<u8>, CallError> {
        let request = Request { method, path, body };
        let response = self.transport.send(request).await.map_err(|_| CallError::Offline)?;
        if (200..300).contains(&response.status) { Ok(response.body) } else { Err(CallError::of(&response)) }
    }
}

fn json<I: Serialize>(input: &I) -> Result<String, CallError> {
    serde_json::to_string(input).map_err(|_| CallError::Unreadable)
}

pub(crate) fn read<O: DeserializeOwned>(body: &[u8]) -> Result<O, CallError> {
    let body = if body.trim_ascii().is_empty() { b"null" } else { body };
    serde_json::from_slice(body).map_err(|_| CallError::Unreadable)
}
