//! A platform on a port of its own, with a fleet, devices and a person's key.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use binnacle_platform::config::PlatformConfig;
use binnacle_platform::platform::Platform;
use bytes::Bytes;
use futures_util::Stream;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use store::devices;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use wire::register::Register;

pub(crate) struct Server {
    pub(crate) platform: Platform,
    pub(crate) router: Router,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    pub(crate) folder: TempDir,
    fleet: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) uuid: String,
    pub(crate) key: String,
}

impl Server {
    pub(crate) async fn start(change: impl FnOnce(&mut PlatformConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = PlatformConfig::new(folder.path());
        config.admin_password = Some("correct horse".to_owned());
        change(&mut config);
        let platform = Platform::open(config).await.unwrap();
        let router = platform.router();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let mut server = Self { platform, router, address, token: String::new(), folder, fleet: 0 };
        let login = json!({ "username": "admin", "password": "correct horse" });
        server.token = String::from_utf8(server.post("/login_", &login).await.to_vec()).unwrap();
        let organization = server.first("/v7/organization?$select=id&$top=1").await;
        let device_type = server.first("/v7/device_type?$select=id&$filter=slug%20eq%20'raspberrypi4-64'").await;
        let fleet = json!({ "app_name": "measured", "organization": organization, "is_for__device_type": device_type });
        let fleet: Value = serde_json::from_slice(&server.post("/v7/application", &fleet).await).unwrap();
        server.fleet = fleet["id"].as_i64().unwrap();
        server
    }

    /// Registers devices, all in one write.
    pub(crate) async fn devices(&self, count: usize) -> Vec<Device> {
        let fleet = self.fleet;
        let registered = self.platform.store().write(move |connection| {
            let mut made = Vec::with_capacity(count);
            for number in 0..count {
                let new = json!({
                    "application": fleet, "uuid": format!("{number:032x}"), "device_type": "raspberrypi4-64"
                });
                let new: Register = serde_json::from_value(new).unwrap();
                let device = devices::register(connection, &new)?.value;
                made.push(Device { uuid: device.uuid.to_string(), key: device.api_key });
            }
            Ok(made)
        });
        registered.await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> Bytes {
        self.answer(Request::post(path), body.to_string().into()).await
    }

    async fn first(&self, path: &str) -> Value {
        let rows: Value = serde_json::from_slice(&self.answer(Request::get(path), Body::empty()).await).unwrap();
        rows["d"][0]["id"].clone()
    }

    async fn answer(&self, request: http::request::Builder, body: Body) -> Bytes {
        let request = request
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json");
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
        body
    }

    /// Sends lines as a device does; returns when they are on the disk.
    pub(crate) async fn log<S>(&self, device: &Device, pieces: S)
    where
        S: Stream<Item = Bytes> + Send + 'static,
    {
        let pieces = futures_util::StreamExt::map(pieces, Ok::<_, Infallible>);
        let request = Request::post(format!("/device/v2/{}/log-stream", device.uuid))
            .header("authorization", format!("Bearer {}", device.key))
            .header("content-type", "application/x-ndjson")
            .body(Body::from_stream(pieces))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
    }
}
