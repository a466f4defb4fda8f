//! A platform on ports of its own, a person signed in, and a device that speaks as one.

#![allow(dead_code, reason = "each test file uses its part")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

pub(crate) mod device;
pub(crate) mod http;
pub(crate) mod release;

use std::net::SocketAddr;
use std::time::Duration;

use binnacle_platform::config::PlatformConfig;
use binnacle_platform::platform::Platform;
use serde_json::{Value, json};
use store::api_keys::{KeyRole, NewKey};
use store::users::NewUser;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use http::{Answer, Http};

pub(crate) const PASSWORD: &str = "correct horse";
/// The longest a test waits for a condition.
pub(crate) const SOON: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) platform: Platform,
    pub(crate) http: Http,
    pub(crate) api: SocketAddr,
    pub(crate) tunnel: SocketAddr,
    pub(crate) token: String,
    pub(crate) folder: TempDir,
    stop: CancellationToken,
    serving: JoinSet<()>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut PlatformConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = PlatformConfig::new(folder.path());
        config.admin_password = Some(PASSWORD.to_owned());
        config.rate_limit_factor = 100;
        change(&mut config);
        Self::open(folder, config).await
    }

    pub(crate) async fn open(folder: TempDir, config: PlatformConfig) -> Self {
        let platform = Platform::open(config).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let service = platform.router().into_make_service_with_connect_info::<SocketAddr>();
        let stopped = stop.clone();
        let ended = stopped.cancelled_owned();
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, service).with_graceful_shutdown(ended).await.unwrap() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tunnel = listener.local_addr().unwrap();
        let (served, stopped) = (platform.clone(), stop.clone());
        serving.spawn(async move { served.serve_tunnel(listener, stopped).await });
        let http = Http::new(api);
        let login = http.post("/login_", None, &json!({ "username": "admin", "password": PASSWORD })).await;
        assert_eq!(login.status, 200, "{login:?}");
        Self { platform, http, api, tunnel, token: login.text(), folder, stop, serving }
    }

    /// Ends this run; the folder stays, and nothing of this run holds it any more.
    pub(crate) async fn stop(self) -> TempDir {
        let Self { platform, http, folder, stop, mut serving, .. } = self;
        // Its idle connections would keep the server waiting.
        drop(http);
        stop.cancel();
        platform.shutdown().await;
        drop(platform);
        while let Some(ended) = tokio::time::timeout(SOON, serving.join_next()).await.unwrap() {
            ended.unwrap();
        }
        folder
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.http.get(path, Some(&self.token)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.http.post(path, Some(&self.token), body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.http.send("PATCH", path, Some(&self.token), Some(body)).await
    }

    /// The rows of a query; blanks may stand in it.
    pub(crate) async fn rows(&self, query: &str) -> Value {
        let answer = self.get(&format!("/v7/{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {answer:?}");
        answer.json()["d"].clone()
    }

    pub(crate) async fn created(&self, resource: &str, body: &Value) -> i64 {
        let answer = self.post(&format!("/v7/{resource}"), body).await;
        assert_eq!(answer.status, 201, "{resource}: {answer:?}");
        answer.json()["id"].as_i64().unwrap()
    }

    /// A fleet of Raspberry Pi 4s: its id.
    pub(crate) async fn fleet(&self, name: &str) -> i64 {
        let organization = self.rows("organization?$select=id&$top=1").await[0]["id"].clone();
        let device_type = self.rows("device_type?$select=id&$filter=slug eq 'raspberrypi4-64'").await[0]["id"].clone();
        let body = json!({ "app_name": name, "organization": organization, "is_for__device_type": device_type });
        self.created("application", &body).await
    }

    pub(crate) async fn provisioning_key(&self, fleet: i64) -> String {
        let answer = self.post(&format!("/api-key/application/{fleet}/provisioning"), &json!({})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json().as_str().unwrap().to_owned()
    }

    /// A registered device of the fleet.
    pub(crate) async fn device(&self, fleet: i64, digit: char) -> device::Device {
        let key = self.provisioning_key(fleet).await;
        let uuid: String = std::iter::repeat_n(digit, 32).collect();
        let body = json!({ "application": fleet, "uuid": uuid, "device_type": "raspberrypi4-64" });
        let answer = self.http.post("/device/register", Some(&key), &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let answer = answer.json();
        device::Device {
            id: answer["id"].as_i64().unwrap(),
            uuid,
            key: answer["api_key"].as_str().unwrap().to_owned(),
            api: self.api,
        }
    }

    /// Waits until one field of a device's row is `value`.
    pub(crate) async fn until(&self, device: i64, field: &str, value: Value) {
        let deadline = tokio::time::Instant::now() + SOON;
        loop {
            let rows = self.rows(&format!("device({device})?$select={field}")).await;
            if rows[0][field] == value {
                return;
            }
            assert!(tokio::time::Instant::now() < deadline, "{field} stays {}, not {value}", rows[0][field]);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The key of a person who is in no organization.
    pub(crate) async fn stranger(&self) -> String {
        let made = self.platform.store().write(|connection| {
            let new = NewUser {
                username: "stranger".to_owned(),
                email: None,
                password_hash: "none".to_owned(),
                jwt_secret: "none".to_owned(),
            };
            let user = store::users::create(connection, &new)?;
            let key = NewKey {
                actor: user.actor,
                role: KeyRole::NamedUser,
                name: None,
                description: None,
                expiry_date: None,
                secret: None,
            };
            store::api_keys::create(connection, &key)
        });
        made.await.unwrap()
    }
}
