//! A VPN service beside the device link: what it reports, and what travels through its proxy.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use axum::Router;
use axum::extract::RawQuery;
use axum::routing::post;
use insta::assert_snapshot;
use serde_json::{Value, json};
use support::World;
use support::device::Device;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const KEY: &str = "vpn0service0key0vpn0service0key0";

struct Service {
    world: World,
    device: Device,
    instance: i64,
}

impl Service {
    async fn new() -> Self {
        Self::at_port(1).await
    }

    /// A service whose instance at 127.0.0.1 takes connections at `port`.
    async fn at_port(port: u16) -> Self {
        let world = World::with(|config| {
            config.vpn_service_key = Some(KEY.to_owned());
            config.api_vpn_key = Some("the platform's".to_owned());
            config.vpn_proxy_port = port;
        })
        .await;
        let device = world.device(world.fleet("vpn-fleet").await, 'a').await;
        let made = world.http.post("/v7/service_instance", Some(KEY), &json!({ "ip_address": "127.0.0.1" })).await;
        assert_eq!(made.status, 201, "{made:?}");
        let instance = made.json()["id"].as_i64().unwrap();
        Self { world, device, instance }
    }

    async fn report(&self, what: &str, key: &str, body: &Value) -> String {
        self.world.http.post(&format!("/services/vpn/client-{what}"), Some(key), body).await.short()
    }

    async fn connect(&self) {
        let report = json!({ "serviceId": self.instance, "uuids": [self.device.uuid, "0".repeat(32)] });
        assert_eq!(self.report("connect", KEY, &report).await, "200 ");
    }

    async fn state(&self) -> Value {
        let query = "$select=is_online,is_connected_to_vpn,is_managed_by__service_instance";
        self.world.rows(&format!("device({})?{query}", self.device.id)).await[0].clone()
    }
}

#[tokio::test]
async fn connections_are_reported_by_instance() {
    let service = Service::new().await;
    let Service { world, device, instance } = &service;
    service.connect().await;
    let up = json!({
        "is_online": true, "is_connected_to_vpn": true, "is_managed_by__service_instance": { "__id": instance },
    });
    assert_eq!(service.state().await, up);
    // The word of an instance that the device has left does not count.
    let other = json!({ "serviceId": instance + 1, "uuids": [device.uuid] });
    assert_eq!(service.report("disconnect", KEY, &other).await, "200 ");
    assert_eq!(service.state().await, up);
    let own = json!({ "serviceId": instance, "uuids": [device.uuid] });
    assert_eq!(service.report("disconnect", KEY, &own).await, "200 ");
    let down = json!({
        "is_online": false, "is_connected_to_vpn": false, "is_managed_by__service_instance": null,
    });
    assert_eq!(service.state().await, down);
    let key = |key: &str| format!("/services/vpn/auth/{}?apikey={key}", device.uuid);
    assert_snapshot!(world.http.get(&key(&device.key), None).await.short(), @"200 ");
    assert_snapshot!(world.http.get(&key(KEY), None).await.short(), @"401 ");
    assert_snapshot!(world.http.get(&key(&world.stranger().await), None).await.short(), @"401 ");
    let unknown = format!("/services/vpn/auth/{}", "f".repeat(32));
    assert_snapshot!(world.http.get(&unknown, None).await.short(), @"401 ");
    let nobody = format!("/services/vpn/auth/{}", device.uuid);
    assert_snapshot!(world.http.get(&nobody, None).await.short(), @r#"401 {"error":"API key required"}"#);
    assert_snapshot!(world.get(&nobody).await.short(), @r#"401 {"error":"API key required"}"#);
}

#[tokio::test]
async fn only_the_service_reports_and_only_what_it_knows() {
    let service = Service::new().await;
    let Service { world, device, instance } = &service;
    let good = json!({ "serviceId": instance, "uuids": [device.uuid] });
    let refused = async |key: &str, body: Value| service.report("connect", key, &body).await;
    assert_snapshot!(refused(&world.token, good.clone()).await, @r#"401 {"error":"API key required"}"#);
    assert_snapshot!(refused(&device.key, json!({})).await, @"401 ");
    assert_snapshot!(refused(KEY, json!({ "uuids": [device.uuid] })).await, @"400 ");
    assert_snapshot!(refused(KEY, json!({ "serviceId": "1", "uuids": [device.uuid] })).await, @"400 ");
    assert_snapshot!(refused(KEY, json!({ "serviceId": instance, "uuids": [] })).await, @"400 ");
    assert_snapshot!(refused(KEY, json!({ "serviceId": instance, "uuids": [5] })).await, @"400 ");
    let unknown = json!({ "serviceId": 9_999, "uuids": [device.uuid] });
    assert_snapshot!(refused(KEY, unknown).await, @r#"409 "Data is referenced by is_managed_by__service_instance.""#);
}

#[tokio::test]
async fn instances_are_the_service_s_and_people_look_at_them() {
    let service = Service::new().await;
    let Service { world, device, instance } = &service;
    let path = format!("/v7/service_instance({instance})");
    let beaten = || async { world.rows(&format!("service_instance({instance})")).await[0].clone() };
    let first = beaten().await;
    assert_eq!((&first["service_type"], &first["ip_address"]), (&json!("vpn"), &json!("127.0.0.1")));
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let patch = async |key: &str, body: Value| world.http.send("PATCH", &path, Some(key), Some(&body)).await.short();
    assert_snapshot!(patch(KEY, json!({ "is_alive": true })).await, @"200 ");
    assert!(beaten().await["last_heartbeat"].as_str() > first["last_heartbeat"].as_str());
    assert_snapshot!(patch(KEY, json!({})).await, @r#"400 "No fields to update""#);
    assert_snapshot!(patch(&world.token, json!({ "is_alive": true })).await, @"401 ");
    assert_snapshot!(patch(KEY, json!({ "ip_address": "::1" })).await, @"200 ");
    assert_eq!(beaten().await["ip_address"], json!("::1"));
    let make = async |key: &str, body: Value| world.http.post("/v7/service_instance", Some(key), &body).await.short();
    assert_snapshot!(make(KEY, json!({ "ip_address": "here" })).await, @r#"400 "Invalid ip address""#);
    assert_snapshot!(make(KEY, json!({ "ip_address": 5 })).await, @"400 ");
    assert_snapshot!(make(&world.token, json!({ "ip_address": "::1" })).await, @"401 ");
    assert_snapshot!(make(&device.key, json!({ "ip_address": "::1" })).await, @"401 ");
    assert!(make(KEY, json!({})).await.starts_with("201"));
    assert_eq!(world.http.get(&path, Some(KEY)).await.short(), "401 ");
    assert_eq!(world.http.get(&path, Some(&device.key)).await.short(), "401 ");
    assert_eq!(world.http.send("DELETE", &path, Some(&world.token), None).await.short(), "401 ");
    service.connect().await;
    let rows =
        world.rows(&format!("service_instance({instance})?$select=id&$expand=manages__device($select=id)")).await;
    assert_eq!(rows[0]["manages__device"], json!([{ "id": device.id }]));
    // It sees every device and nothing else of fleets.
    let sees = |path: &'static str| async move { world.http.get(path, Some(KEY)).await.json()["d"].clone() };
    assert_eq!(sees("/v7/device?$select=id").await, json!([{ "id": device.id }]));
    assert_eq!(sees("/v7/application?$select=id").await, json!([]));
    assert_eq!(world.http.get("/v7/device_tag", Some(KEY)).await.short(), "401 ");
}

#[tokio::test]
async fn what_a_service_reported_outlives_a_restart_of_the_platform() {
    let service = Service::new().await;
    service.connect().await;
    let device = service.device.id;
    let folder = service.world.stop().await;
    let config = binnacle_platform::config::PlatformConfig::new(folder.path());
    let world = World::open(folder, config_with_password(config)).await;
    let rows = world.rows(&format!("device({device})?$select=is_connected_to_vpn")).await;
    assert_eq!(rows[0]["is_connected_to_vpn"], json!(true));
}

fn config_with_password(
    mut config: binnacle_platform::config::PlatformConfig,
) -> binnacle_platform::config::PlatformConfig {
    config.admin_password = Some(support::PASSWORD.to_owned());
    config.rate_limit_factor = 100;
    config
}

#[tokio::test]
async fn a_service_that_is_away_is_502_with_the_cause() {
    let service = Service::new().await;
    service.connect().await;
    let asked = json!({ "uuid": service.device.uuid });
    let answer = service.world.post("/supervisor/v1/blink", &asked).await;
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_snapshot!(answer.short(), @"502 tunneling socket could not be established, cause=connect ECONNREFUSED 127.0.0.1:1");
}

/// An instance's proxy: says who asked for what, and is the supervisor behind it. Port 22 of the device is refused.
async fn proxy() -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (says, said) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(carry(stream, says.clone()));
        }
    });
    (port, said)
}

async fn carry(mut stream: TcpStream, says: mpsc::UnboundedSender<String>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let is_refused = head.contains(":22 ");
    says.send(head).unwrap();
    if is_refused {
        return stream.write_all(b"HTTP/1.0 503 Service Unavailable\r\n\r\n").await.unwrap();
    }
    stream.write_all(b"HTTP/1.0 200 Connection Established\r\nProxy-agent: x\r\n\r\n").await.unwrap();
    let query = |RawQuery(query): RawQuery| async { query.unwrap_or_default().replace('=', "-") };
    let supervisor = Router::new().route("/v1/blink", post(query));
    let service = hyper_util::service::TowerToHyperService::new(supervisor);
    let io = hyper_util::rt::TokioIo::new(stream);
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await;
}

#[tokio::test]
async fn requests_and_tunnels_go_through_the_service_s_proxy() {
    let (port, mut said) = proxy().await;
    let service = Service::at_port(port).await;
    let Service { world, device, .. } = &service;
    service.connect().await;
    let report = json!({ &device.uuid: { "api_port": 48_484, "api_secret": "hush" } });
    assert_eq!(world.http.send("PATCH", "/device/v3/state", Some(&device.key), Some(&report)).await.short(), "200 ");
    assert_eq!(world.post("/supervisor/v1/blink", &json!({ "uuid": device.uuid })).await.short(), "200 apikey-hush");
    let head = said.recv().await.unwrap();
    assert!(head.starts_with(&format!("CONNECT {}.balena:48484 HTTP/1.0\r\n", device.uuid)), "{head}");
    assert!(head.contains("Basic cmVzaW5fYXBpOnRoZSBwbGF0Zm9ybSdz\r\n"), "{head}");

    world.platform.open_tunnel(&world.token, &device.uuid, 80).await.unwrap();
    let refused = world.platform.open_tunnel(&world.token, &device.uuid, 22).await.unwrap_err().to_string();
    assert!(refused.contains("statusCode=503"), "{refused}");
}

#[tokio::test]
async fn who_commands_a_device_may_open_its_host_unless_the_os_is_too_old() {
    let world = World::new().await;
    let device = world.device(world.fleet("host-fleet").await, 'a').await;
    let path = format!("/access/v1/hostos/{}", device.uuid);
    let with_os = async |version: &str| {
        let report = json!({ &device.uuid: { "os_version": version } });
        let sent = world.http.send("PATCH", "/device/v3/state", Some(&device.key), Some(&report)).await.short();
        assert_eq!(sent, "200 ");
        world.get(&path).await.short()
    };
    assert_snapshot!(world.get(&path).await.short(), @"200 ");
    assert_snapshot!(with_os("balenaOS 6.5.0+rev1").await, @"200 ");
    assert_snapshot!(with_os("Resin OS 1.26.0").await, @"401 ");
    assert_snapshot!(with_os("something else").await, @"401 ");
    assert_snapshot!(world.http.get(&path, Some(&device.key)).await.short(), @"401 ");
    assert_snapshot!(world.http.get(&path, Some(&world.stranger().await)).await.short(), @"401 ");
}
