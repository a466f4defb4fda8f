//! Around every request: the `Host` check, a request id, the body of an error, the security headers.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};

use crate::config::Config;
use crate::headers::SecurityHeaders;
use crate::random_id::{hex, random_bytes};
use crate::reply::{Refusal, Unwritten};

/// What the envelope needs.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    pub(crate) config: Arc<Config>,
    pub(crate) headers: Arc<SecurityHeaders>,
}

/// The browser's address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client(pub(crate) Option<SocketAddr>);

impl Client {
    /// Lets the API's throttle see the browser, not the gateway.
    pub(crate) fn pass_on<B>(self, request: &mut http::Request<B>) {
        if let Some(address) = self.0 {
            request.extensions_mut().insert(ConnectInfo(address));
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0)))
    }
}

/// The middleware.
pub(crate) async fn wrap(State(envelope): State<Envelope>, mut request: Request, next: Next) -> Response {
    let request_id = hex(&random_bytes::<8>());
    let client = Client(request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0));
    request.extensions_mut().insert(client);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = if is_ours(&envelope.config, &request) {
        next.run(request).await
    } else {
        Refusal::new(
            StatusCode::MISDIRECTED_REQUEST,
            "This server does not answer to that name. Start binnacle with --origin and the address you use.",
        )
        .into_response()
    };
    let mut response = write_error(response, &request_id);
    envelope.headers.apply(response.headers_mut());
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert("x-request-id", id);
    }
    let status = response.status();
    if status.is_server_error() {
        tracing::warn!(request_id, %method, path = %path.escape_debug(), status = status.as_u16(), "answered");
    } else {
        tracing::debug!(request_id, %method, path = %path.escape_debug(), status = status.as_u16(), "answered");
    }
    response
}

fn is_ours(config: &Config, request: &Request) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| config.allows_host(host)),
        _ => false,
    }
}

fn write_error(response: Response, request_id: &str) -> Response {
    let (mut head, body) = response.into_parts();
    let Some(Unwritten(mut error)) = head.extensions.remove::<Unwritten>() else {
        return Response::from_parts(head, body);
    };
    error.request_id = Some(request_id.to_owned());
    let text = serde_json::to_string(&error).unwrap_or_default();
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    head.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, text.into())
}
