//! The gateway before a stand-in, on a free port, and signing in to it.

use std::net::SocketAddr;
use std::sync::Arc;

use binnacle_gateway::config::Config;
use binnacle_gateway::log_limits::LogLimits;
use binnacle_gateway::upstream::Upstream;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    _folder: tempfile::TempDir,
}

pub(crate) async fn start(api: Arc<dyn Upstream>, logs: LogLimits) -> Server {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<!doctype html><main></main>").unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let config = Config {
        origins: vec![format!("http://{address}").parse().unwrap()],
        listen: address,
        data: folder.path().join("gateway"),
        cookie_key: None,
        dist: Some(folder.path().to_owned()),
        api: "api.test".into(),
        server: "Stand-in 1".into(),
        logs,
        shutdown: tokio_util::sync::CancellationToken::new(),
    };
    let router = binnacle_gateway::router::router(config, api).unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Server { address, _folder: folder }
}

impl Server {
    /// The cookie of a new session.
    pub(crate) async fn sign_in(&self, name: &str) -> String {
        let body = serde_json::json!({ "username": name, "password": "right" }).to_string();
        let response = self.session("POST", "", body).await;
        response.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    /// Ends a session.
    pub(crate) async fn sign_out(&self, cookie: &str) {
        self.session("DELETE", cookie, String::new()).await;
    }

    async fn session(&self, method: &str, cookie: &str, body: String) -> Response<Incoming> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}/session", self.address))
            .header("origin", format!("http://{}", self.address))
            .header("cookie", cookie)
            .body(http_body_util::Full::new(bytes::Bytes::from(body)))
            .unwrap();
        let response = Client::builder(TokioExecutor::new()).build_http().request(request).await.unwrap();
        assert_eq!(response.status(), 200);
        response
    }
}
