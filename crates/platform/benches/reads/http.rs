//! A platform on a port of its own, and one connection to it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use binnacle_platform::config::PlatformConfig;
use binnacle_platform::platform::Platform;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

const PASSWORD: &str = "correct horse";

pub(crate) struct Server {
    platform: Platform,
    folder: PathBuf,
    /// Removed at the end, unless the folder was given.
    _temporary: Option<TempDir>,
    connection: Mutex<SendRequest<Full<Bytes>>>,
    token: String,
}

impl Server {
    /// In a folder of its own, or in `kept`, which stays.
    pub(crate) async fn start(kept: Option<PathBuf>) -> Self {
        let temporary = kept.is_none().then(|| tempfile::tempdir().unwrap());
        let folder = kept.or_else(|| Some(temporary.as_ref()?.path().to_owned())).unwrap();
        let password = std::env::var("BENCH_PASSWORD").unwrap_or_else(|_| PASSWORD.to_owned());
        let mut config = PlatformConfig::new(&folder);
        config.admin_password = Some(password.clone());
        let platform = Platform::open(config).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = platform.router().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (send, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut server =
            Self { platform, folder, _temporary: temporary, connection: Mutex::new(send), token: String::new() };
        let login = json!({ "username": "admin", "password": password });
        server.token = String::from_utf8(server.send("POST", "/login_", Some(&login)).await).unwrap();
        server
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) const fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Bytes of the answer's body, all of which was read.
    pub(crate) async fn get(&self, path: &str) -> usize {
        let mut connection = self.connection.lock().await;
        connection.ready().await.unwrap();
        let mut answer = connection.send_request(self.request("GET", path, None)).await.unwrap();
        assert!(answer.status().is_success(), "{} for {path}", answer.status());
        let mut bytes = 0;
        while let Some(frame) = answer.frame().await {
            bytes += frame.unwrap().data_ref().map_or(0, Bytes::len);
        }
        bytes
    }

    /// The row a POST made.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        serde_json::from_slice(&self.send("POST", path, Some(body)).await).unwrap()
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Vec<u8> {
        let mut connection = self.connection.lock().await;
        connection.ready().await.unwrap();
        let answer = connection.send_request(self.request(method, path, body)).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert!(status.is_success(), "{status} for {path}: {}", String::from_utf8_lossy(&body));
        body.into()
    }

    fn request(&self, method: &str, path: &str, body: Option<&Value>) -> Request<Full<Bytes>> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json");
        request.body(Full::from(body.map(Value::to_string).unwrap_or_default())).unwrap()
    }
}
