//! A small API, a gateway before it on a free port, and a browser's requests.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use base64::Engine;
use binnacle_gateway::config::Config;
use binnacle_gateway::token::ApiToken;
use binnacle_gateway::upstream::{BoxedPipe, ChangeEvent, Changes, ChangesError, TunnelError, Unreachable, Upstream};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use model::device_uuid::DeviceUuid;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use wire::change::Change;
use wire::live::Cursor;

pub(crate) const TOKEN: &str = "c2lnbmVk";

#[derive(Debug, Default)]
pub(crate) struct Fake {
    wrong: AtomicU32,
    /// Cancelled when the API takes the token back.
    pub(crate) taken_back: Arc<tokio_util::sync::CancellationToken>,
    streams: AtomicU32,
}

fn token() -> String {
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(r#"{"exp":4000000000}"#);
    format!("h.{claims}.{TOKEN}")
}

impl Fake {
    fn log(&self, query: &str) -> Body {
        let line = |n: u64| {
            format!(
                "{{\"createdAt\":1,\"timestamp\":1,\"isSystem\":false,\"isStdErr\":false,\"message\":\"{n}\",\"sequence\":{n}}}\n"
            )
        };
        // The first stream breaks after five lines; the second repeats one, and two are gone.
        let is_first = self.streams.fetch_add(1, Ordering::Relaxed) == 0;
        assert_eq!(query, if is_first { "stream=1&count=10&sequence=1" } else { "stream=1&after=5" });
        let numbers: &[u64] = if is_first { &[1, 2, 3, 4, 5] } else { &[5, 8, 9] };
        let text: String = numbers.iter().map(|n| line(*n)).collect();
        if numbers.len() == 5 {
            return Body::from(format!("\n{text}"));
        }
        let first = stream::once(async move { Ok::<_, std::io::Error>(bytes::Bytes::from(text)) });
        Body::from_stream(first.chain(stream::pending()))
    }
}

impl Upstream for Fake {
    fn request(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, Unreachable>> {
        async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map_or_else(|_| bytes::Bytes::new(), http_body_util::Collected::to_bytes);
            let authorized =
                parts.headers.get(header::AUTHORIZATION).is_some_and(|value| value == format!("Bearer {}", token()).as_str());
            let answer = |status: StatusCode, body: Body| Response::builder().status(status).body(body).unwrap();
            Ok(match parts.uri.path() {
                "/login_" if String::from_utf8_lossy(&body).contains("right") => answer(StatusCode::OK, token().into()),
                "/login_" if self.wrong.fetch_add(1, Ordering::Relaxed) == 0 => Response::builder()
                    .status(StatusCode::UNAUTHORIZED)
                    .header("ratelimit-remaining", 9)
                    .body(Body::empty())
                    .unwrap(),
                "/login_" => Response::builder()
                    .status(StatusCode::TOO_MANY_REQUESTS)
                    .header("retry-after", 3_600)
                    .body(Body::empty())
                    .unwrap(),
                "/binnacle/v1/password" | "/user/v1/refresh-token"
                    if authorized && String::from_utf8_lossy(&body).contains("right") =>
                {
                    answer(StatusCode::OK, token().into())
                }
                "/binnacle/v1/password" if authorized => {
                    answer(StatusCode::FORBIDDEN, r#""That is not your present password.""#.into())
                }
                "/api-key/user/full" => {
                    answer(StatusCode::UNAUTHORIZED, r#""Fresh authentication token required""#.into())
                }
                "/user/v1/whoami" if authorized => {
                    answer(StatusCode::OK, r#"{"id":1,"username":"admin","email":null}"#.into())
                }
                "/v7/device" => answer(
                    StatusCode::OK,
                    serde_json::json!({"d": [], "authorized": authorized, "cookie": parts.headers.contains_key("cookie")})
                        .to_string()
                        .into(),
                ),
                "/v7/device_tag" => {
                    answer(StatusCode::CONFLICT, r#""\"device\" and \"tag_key\" must be unique.""#.into())
                }
                path if path.ends_with("/logs") => answer(StatusCode::OK, self.log(parts.uri.query().unwrap())),
                _ => answer(StatusCode::UNAUTHORIZED, Body::empty()),
            })
        }
        .boxed()
    }

    fn open_tunnel<'a>(
        &'a self,
        _: &'a ApiToken,
        _: &'a DeviceUuid,
        _: u16,
    ) -> BoxFuture<'a, Result<BoxedPipe, TunnelError>> {
        async { Err(TunnelError::DeviceOffline) }.boxed()
    }

    fn signed_out(&self, _: &ApiToken) -> BoxFuture<'static, ()> {
        let taken_back = Arc::clone(&self.taken_back);
        async move { taken_back.cancelled().await }.boxed()
    }

    fn changes<'a>(&'a self, _: &'a ApiToken, _: Option<Cursor>) -> BoxFuture<'a, Result<Changes, ChangesError>> {
        let change = |sequence, device| {
            ChangeEvent::Changed(Change {
                sequence,
                resource: "device".into(),
                id: device,
                application: Some(1),
                device: Some(device),
            })
        };
        let events = stream::iter([change(1, 7), change(2, 8), change(3, 7)]).chain(stream::pending()).boxed();
        let cursor = Cursor { epoch: "e".into(), sequence: 0 };
        async { Ok(Changes { cursor, resumed: true, events }) }.boxed()
    }
}

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    _folder: tempfile::TempDir,
}

pub(crate) async fn start(fake: Fake) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    std::fs::create_dir(&dist).unwrap();
    let index = "<!doctype html><script type=\"module\">import init from '/app.js'; init();</script><main></main>";
    std::fs::write(dist.join("index.html"), index).unwrap();
    std::fs::write(dist.join("login.html"), "<!doctype html><form></form>").unwrap();
    std::fs::write(dist.join("app-0123456789abcdef.js"), "1").unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let config = Config {
        origins: vec![format!("http://{address}").parse().unwrap()],
        listen: address,
        data: folder.path().join("gateway"),
        cookie_key: None,
        dist: Some(dist),
        api: "api.test".into(),
        server: "Fake 1".into(),
        logs: binnacle_gateway::log_limits::LogLimits::default(),
        shutdown: tokio_util::sync::CancellationToken::new(),
    };
    let router = binnacle_gateway::router::router(config, Arc::new(fake)).unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Running { address, _folder: folder }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

/// What a browser adds by itself: origin and cookie.
pub(crate) struct Browser {
    address: SocketAddr,
    pub(crate) origin: String,
    pub(crate) host: Option<String>,
    pub(crate) cookie: Option<String>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

impl Browser {
    pub(crate) fn new(gateway: &Running) -> Self {
        let origin = format!("http://{}", gateway.address);
        Self { address: gateway.address, origin, host: None, cookie: None, headers: Vec::new() }
    }

    pub(crate) async fn sign_in(&mut self) -> Answer {
        let body = serde_json::json!({"username": "admin", "password": "right"}).to_string();
        self.send("POST", "/session", Some(body)).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub(crate) async fn send(&mut self, method: &str, path: &str, body: Option<String>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header("accept", "text/html")
            .header("host", self.host.clone().unwrap_or_else(|| self.address.to_string()));
        if method != "GET" && !self.origin.is_empty() {
            request = request.header("origin", &self.origin);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(http_body_util::Full::new(bytes::Bytes::from(body.unwrap_or_default()))).unwrap();
        let response = Client::builder(TokioExecutor::new()).build_http().request(request).await.unwrap();
        let (head, body) = response.into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        if let Some(set) = head.headers.get("set-cookie") {
            self.cookie = set.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        Answer { status: head.status.as_u16(), headers: head.headers, text }
    }

    /// A WebSocket, or the status that refused it.
    pub(crate) async fn socket(&self, path: &str) -> Result<Socket, u16> {
        let mut request = format!("ws://{}{path}", self.address).into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-key", generate_key().parse().unwrap());
        if !self.origin.is_empty() {
            request.headers_mut().insert("origin", self.origin.parse().unwrap());
        }
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert("cookie", cookie.parse().unwrap());
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((socket, _)) => Ok(socket),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }
}
