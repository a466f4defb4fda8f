//! The device link and what travels over it: presence, tunnels, supervisor requests, and being told of a new target.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use axum::extract::RawQuery;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use binnacle_platform::error::TunnelError;
use serde_json::{Value, json};
use support::device::Device;
use support::{SOON, World};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

async fn connect(world: &World, address: &str, token: &str) -> (String, TcpStream) {
    let mut stream = TcpStream::connect(world.tunnel).await.unwrap();
    let credentials = base64::engine::general_purpose::STANDARD.encode(format!("admin:{token}"));
    let head = format!("CONNECT {address} HTTP/1.0\r\nProxy-Authorization: Basic {credentials}\r\n\r\nearly");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(timeout(SOON, stream.read_u8()).await.unwrap().unwrap());
    }
    let answer = String::from_utf8(answer).unwrap();
    (answer.lines().next().unwrap().to_owned(), stream)
}

async fn world_with_device() -> (World, Device) {
    let world = World::new().await;
    let device = world.device(world.fleet("link-fleet").await, 'a').await;
    (world, device)
}

#[tokio::test]
async fn a_tunnel_carries_bytes_and_refuses_as_the_vpn_does() {
    let (world, device) = world_with_device().await;
    let address = format!("{}.balena", device.uuid);
    let offline = connect(&world, &format!("{address}:7"), &world.token).await.0;
    assert_eq!(offline, "HTTP/1.0 503 Service Unavailable");
    assert_eq!(world.platform.open_tunnel(&world.token, &device.uuid, 7).await.unwrap_err(), TunnelError::Offline);
    let _link = device.link(Router::new()).await;
    world.until(device.id, "is_connected_to_vpn", json!(true)).await;

    let (status, mut stream) = connect(&world, &format!("{address}:7"), &world.token).await;
    assert_eq!(status, "HTTP/1.0 200 Connection Established");
    stream.write_all(b" and late").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut echoed = String::new();
    timeout(SOON, stream.read_to_string(&mut echoed)).await.unwrap().unwrap();
    assert_eq!(echoed, "early and late");

    let status = |address: String, token: String| {
        let world = &world;
        async move { connect(world, &address, &token).await.0 }
    };
    let token = &world.token;
    assert_eq!(status(format!("{address}:8"), token.clone()).await, "HTTP/1.0 500 Internal Server Error");
    assert_eq!(status("localhost:22".to_owned(), token.clone()).await, "HTTP/1.0 403 Forbidden");
    let refused = "HTTP/1.0 407 Proxy Authorization Required";
    assert_eq!(status(format!("{address}:7"), "wrong".to_owned()).await, refused);
    assert_eq!(status(format!("{address}:7"), device.key.clone()).await, refused);
    assert_eq!(status(format!("{}.balena:7", "b".repeat(32)), token.clone()).await, refused);
    assert_eq!(status("abc.balena:7".to_owned(), token.clone()).await, refused);
    assert_eq!(status(format!("{address}:70000"), token.clone()).await, "HTTP/1.0 500 Internal Server Error");
    let mut plain = TcpStream::connect(world.tunnel).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    timeout(SOON, plain.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 405 ") && answer.ends_with("Method not allowed"), "{answer}");

    let mut inner = world.platform.open_tunnel(token, &device.uuid, 7).await.unwrap();
    inner.write_all(b"inside").await.unwrap();
    inner.flush().await.unwrap();
    let mut back = [0; 6];
    timeout(SOON, inner.read_exact(&mut back)).await.unwrap().unwrap();
    assert_eq!(&back, b"inside");
}

#[tokio::test]
async fn presence_follows_the_link_and_a_newer_link_replaces_the_older() {
    let (world, device) = world_with_device().await;
    let first = device.link(Router::new()).await;
    world.until(device.id, "is_connected_to_vpn", json!(true)).await;
    let second = device.link(Router::new()).await;
    timeout(SOON, first).await.unwrap().unwrap();
    world.until(device.id, "is_online", json!(true)).await;
    second.abort();
    world.until(device.id, "is_connected_to_vpn", json!(false)).await;
    let row = &world.rows(&format!("device({})?$select=last_vpn_event,last_connectivity_event", device.id)).await[0];
    assert!(row["last_vpn_event"].is_string() && row["last_connectivity_event"].is_string(), "{row}");

    let path = wire::link::path(&device.uuid);
    let upgrade = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let stranger = world.http.open("GET", &path, Some(&world.token), &upgrade, support::http::body("")).await;
    assert_eq!(stranger.status(), 401);
}

#[tokio::test]
async fn a_removed_device_is_not_connected() {
    let (world, device) = world_with_device().await;
    let link = device.link(Router::new()).await;
    world.until(device.id, "is_connected_to_vpn", json!(true)).await;
    let path = format!("/v7/device({})", device.id);
    assert_eq!(world.http.send("DELETE", &path, Some(&world.token), None).await.short(), "200 ");
    timeout(SOON, link).await.unwrap().unwrap();
}

fn supervisor() -> Router {
    Router::new()
        .route("/ping", get(|| async { "OK" }))
        .route("/v1/blink", post(|RawQuery(query): RawQuery| async { query.unwrap_or_default().replace('=', "-") }))
        .route(
            "/v1/reboot",
            post(|| async { (hyper::StatusCode::LOCKED, Json(json!({ "Data": "", "Error": "locked" }))) }),
        )
        .route("/v1/page", get(|| async { "<b>no</b>" }))
        .route("/v2/echo", post(|Json(body): Json<Value>| async { Json(body) }))
}

#[tokio::test]
async fn supervisors_are_asked_and_what_they_say_is_passed_on() {
    let (world, device) = world_with_device().await;
    let ask = |path: &str, body: Value| {
        let (world, path) = (&world, format!("/supervisor/{path}"));
        async move { world.post(&path, &body).await.short() }
    };
    let uuid = &device.uuid;
    assert_eq!(ask("v1/blink", json!({ "uuid": uuid })).await, r#"404 "No online device(s) found""#);
    assert_eq!(ask("v1/blink", json!({})).await, r#"400 "At least one filter must be specified""#);
    assert_eq!(ask("v1/blink", json!({ "uuid": "" })).await, "400 ");
    let nobody = world.http.post("/supervisor/v1/blink", None, &json!({ "appId": "x" })).await.short();
    assert_eq!(nobody, r#"400 "App ID must be a valid integer if specified""#);
    assert_eq!(world.http.post("/supervisor/v1/blink", None, &json!({ "uuid": uuid })).await.short(), "401 ");
    let _link = device.link(supervisor()).await;
    world.until(device.id, "is_connected_to_vpn", json!(true)).await;
    let report = json!({ uuid: { "api_port": 48_484, "api_secret": "hush" } });
    assert_eq!(world.http.send("PATCH", "/device/v3/state", Some(&device.key), Some(&report)).await.short(), "200 ");

    assert_eq!(ask("ping", json!({ "uuid": uuid, "method": "GET" })).await, "200 OK");
    assert_eq!(ask("v1/blink", json!({ "deviceId": device.id })).await, "200 apikey-hush");
    assert_eq!(ask("v1/reboot", json!({ "uuid": uuid })).await, r#"423 {"Data":"","Error":"locked"}"#);
    let bad = r#"500 {"error":"Bad API response from supervisor"}"#;
    assert_eq!(ask("v1/page", json!({ "uuid": uuid, "method": "GET" })).await, bad);
    assert_eq!(ask("v2/echo", json!({ "uuid": uuid, "data": { "force": true } })).await, r#"200 {"force":true}"#);
    let both = json!({ "uuid": uuid, "deviceId": device.id + 1 });
    assert_eq!(ask("v1/blink", both).await, r#"404 "No online device(s) found""#);
    let own = json!({ "uuid": uuid });
    assert_eq!(world.http.post("/supervisor/v1/blink", Some(&device.key), &own).await.short(), "200 apikey-hush");
    assert!(ask("v1/%2e%2e/x", json!({ "uuid": uuid })).await.starts_with("400"));

    let fleet = world.rows(&format!("device({})?$select=belongs_to__application", device.id)).await;
    let fleet = fleet[0]["belongs_to__application"]["__id"].as_i64().unwrap();
    let other = world.device(fleet, 'b').await;
    let _other = other.link(supervisor()).await;
    world.until(other.id, "is_connected_to_vpn", json!(true)).await;
    let both = world.post("/supervisor/ping", &json!({ "appId": fleet, "method": "GET" })).await;
    assert_eq!(both.status, 207);
    let expected =
        |device: &Device| json!({ "statusCode": 200, "body": "OK", "deviceId": device.id, "uuid": device.uuid });
    assert_eq!(both.json(), json!([expected(&device), expected(&other)]));
    // A device asks itself, not its fleet, and sees no other.
    let fleet_wide = json!({ "appId": fleet });
    assert_eq!(world.http.post("/supervisor/v1/blink", Some(&device.key), &fleet_wide).await.short(), "401 ");
    let another = json!({ "uuid": other.uuid });
    let unseen = world.http.post("/supervisor/v1/blink", Some(&device.key), &another).await.short();
    assert_eq!(unseen, r#"404 "No online device(s) found""#);
}

#[tokio::test]
async fn a_device_is_told_when_its_target_changes() {
    let (world, device) = world_with_device().await;
    let (told, mut hears) = mpsc::unbounded_channel();
    let update = post(move || {
        let told = told.clone();
        async move { told.send(()).unwrap() }
    });
    let _link = device.link(Router::new().route("/v1/update", update)).await;
    world.until(device.id, "is_connected_to_vpn", json!(true)).await;
    let renamed = world.patch(&format!("/v7/device({})", device.id), &json!({ "device_name": "new name" })).await;
    assert_eq!(renamed.short(), "200 ");
    timeout(SOON, hears.recv()).await.unwrap().unwrap();
    let variable = json!({ "device": device.id, "name": "COLOUR", "value": "blue" });
    world.created("device_environment_variable", &variable).await;
    timeout(SOON, hears.recv()).await.unwrap().unwrap();
}
