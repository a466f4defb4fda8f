//! A plain HTTP client for one server.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::{Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

pub(crate) type Body = BoxBody<Bytes, std::convert::Infallible>;

#[derive(Clone)]
pub(crate) struct Http {
    client: Client<HttpConnector, Body>,
    api: SocketAddr,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: hyper::HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Status and body, for snapshots.
    pub(crate) fn short(&self) -> String {
        format!("{} {}", self.status, self.text())
    }
}

pub(crate) fn body(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).boxed()
}

impl Http {
    pub(crate) fn new(api: SocketAddr) -> Self {
        Self { client: Client::builder(TokioExecutor::new()).build_http(), api }
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> Answer {
        self.send("GET", path, token, None).await
    }

    pub(crate) async fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Answer {
        self.send("POST", path, token, Some(body)).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, token: Option<&str>, json: Option<&Value>) -> Answer {
        let headers: &[(&str, &str)] = if json.is_some() { &[("content-type", "application/json")] } else { &[] };
        let bytes = json.map(Value::to_string).unwrap_or_default();
        self.collect(self.open(method, path, token, headers, body(bytes)).await).await
    }

    pub(crate) async fn collect(&self, response: Response<Incoming>) -> Answer {
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    /// The answer as soon as its head is there.
    pub(crate) async fn open(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Response<Incoming> {
        let uri = format!("http://{}{}", self.api, path.replace(' ', "%20"));
        let mut request = Request::builder().method(method).uri(uri);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.client.request(request.body(body).unwrap()).await.unwrap()
    }
}
