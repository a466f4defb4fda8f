//! A page: signed in by cookie, asking through `/api`, following `/live`.

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

pub(crate) struct Page {
    url: String,
    cookie: String,
}

impl Page {
    pub(crate) async fn sign_in(url: String, password: &str) -> Self {
        Self::sign_in_as(url, "admin", password).await
    }

    pub(crate) async fn sign_in_as(url: String, user: &str, password: &str) -> Self {
        let mut page = Self { url, cookie: String::new() };
        let credentials = json!({"username": user, "password": password});
        let (status, set, _) = page.send("POST", "/session", Some(&credentials)).await.unwrap();
        assert_eq!(status, 200);
        page.cookie = set.split(';').next().unwrap().to_owned();
        page
    }

    /// Status, `Set-Cookie` and body; nothing while the server is away.
    async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Option<(u16, String, Value)> {
        let body = body.map(ToString::to_string).unwrap_or_default();
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{}", self.url, path.replace(' ', "%20")))
            .header("origin", &self.url)
            .header("cookie", &self.cookie)
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        let response = Client::builder(TokioExecutor::new()).build_http().request(request).await.ok()?;
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.ok()?.to_bytes();
        let set = head.headers.get("set-cookie").map_or("", |value| value.to_str().unwrap()).to_owned();
        Some((head.status.as_u16(), set, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    /// A request that must succeed.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let (status, _, answer) = self.send(method, path, body).await.expect("the server answers");
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer
    }

    /// The rows of a query; none while the server is away.
    pub(crate) async fn rows(&self, query: &str) -> Vec<Value> {
        match self.send("GET", &format!("/api/v7/{query}"), None).await {
            Some((200, _, answer)) => answer["d"].as_array().cloned().unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    pub(crate) async fn change(&self, row: &str, fields: Value) {
        self.ask("PATCH", &format!("/api/v7/{row}"), Some(&fields)).await;
    }

    pub(crate) async fn socket(&self, path: &str) -> Socket {
        let mut request = format!("{}{path}", self.url.replace("http:", "ws:")).into_client_request().unwrap();
        request.headers_mut().insert("origin", self.url.parse().unwrap());
        request.headers_mut().insert("cookie", self.cookie.parse().unwrap());
        tokio_tungstenite::connect_async(request).await.unwrap().0
    }

    /// The id of a fleet.
    pub(crate) async fn fleet(&self, name: &str) -> i64 {
        self.rows(&format!("application?$select=id&$filter=app_name eq '{name}'")).await[0]["id"].as_i64().unwrap()
    }

    /// A key for devices of a fleet.
    pub(crate) async fn provisioning_key(&self, fleet: i64) -> String {
        let path = format!("/api/api-key/application/{fleet}/provisioning");
        self.ask("POST", &path, Some(&json!({}))).await.as_str().unwrap().to_owned()
    }

    /// The version a device runs, once its services all run.
    pub(crate) async fn running(&self, uuid: &str) -> Option<String> {
        let query = format!(
            "device?$select=id&$filter=uuid eq '{uuid}'&$expand=is_running__release($select=raw_version),\
             image_install($select=status;$filter=status ne 'deleted')"
        );
        let rows = self.rows(&query).await;
        let row = rows.first()?;
        let installs = row["image_install"].as_array()?;
        let all = !installs.is_empty() && installs.iter().all(|install| install["status"] == "Running");
        row["is_running__release"][0]["raw_version"].as_str().filter(|_| all).map(str::to_owned)
    }

    pub(crate) async fn device_id(&self, uuid: &str) -> Option<i64> {
        self.rows(&format!("device?$select=id&$filter=uuid eq '{uuid}'")).await.first()?["id"].as_i64()
    }
}

/// Sends a frame.
pub(crate) async fn put(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).await.unwrap();
}

/// The next JSON frame.
pub(crate) async fn next_frame(socket: &mut Socket) -> Value {
    loop {
        let message = tokio::time::timeout(std::time::Duration::from_secs(30), socket.next()).await;
        if let Message::Text(text) = message.expect("a frame").expect("an open socket").unwrap() {
            return serde_json::from_str(&text).unwrap();
        }
    }
}
