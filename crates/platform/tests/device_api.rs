//! A device's life with the API: registered, told what to be, saying what it is, heard of and missed.

mod support;

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};
use support::World;
use support::http::{Answer, body};

#[tokio::test]
async fn registering_is_for_the_fleet_s_key_and_says_what_is_wrong() {
    let world = World::new().await;
    let (fleet, other) = (world.fleet("one-fleet").await, world.fleet("other-fleet").await);
    let key = world.provisioning_key(fleet).await;
    let uuid = "a".repeat(32);
    let register = |key: &str, body: Value| {
        let (http, key) = (world.http.clone(), key.to_owned());
        async move { http.post("/device/register", Some(&key), &body).await }
    };
    let right = json!({ "application": fleet, "uuid": uuid, "device_type": "raspberrypi4-64" });
    let changed = |field: &str, value: Value| {
        let mut body = right.clone();
        body[field] = value;
        body
    };
    let sentence = r#""Device UUID must be a 32 or 62 character long lower case hex string.""#;
    assert_eq!(register(&key, changed("uuid", json!("abc"))).await.short(), format!("400 {sentence}"));
    assert_snapshot!(register(&key, changed("uuid", Value::Null)).await.short(), @r#"400 "UUID must be specified""#);
    assert_snapshot!(register(&key, changed("device_type", Value::Null)).await.short(), @r#"400 "Device type must be specified""#);
    assert_snapshot!(register(&key, changed("device_type", json!("no-such"))).await.short(), @r#"404 "Unknown device type no-such""#);
    assert_snapshot!(register(&key, changed("application", Value::Null)).await.short(), @r#"400 "Application ID must be a valid integer""#);
    assert_snapshot!(register(&key, changed("application", json!(other))).await.short(), @"401 ");
    assert_snapshot!(register(&world.token, right.clone()).await.short(), @r#"401 {"error":"API key required"}"#);
    let made = register(&key, right.clone()).await;
    assert_eq!(made.status, 201);
    let taken = register(&key, right.clone()).await;
    assert_snapshot!(taken.short(), @r#"409 "uuid" must be unique."#);
    assert!(taken.header("content-type").unwrap().starts_with("text/html"));

    let device_key = made.json()["api_key"].as_str().unwrap().to_owned();
    let seen = world.http.get("/v7/device?$select=uuid", Some(&device_key)).await;
    assert_eq!(seen.json(), json!({ "d": [{ "uuid": uuid }] }));
    let body = json!({ "application": fleet, "uuid": "c".repeat(32), "device_type": "raspberrypi4-64", "api_key": device_key });
    assert_snapshot!(register(&key, body).await.short(), @r#"409 "\"key\" must be unique.""#);
    let another = |field: &str, value: Value| {
        let mut body = changed("uuid", json!("d".repeat(32)));
        body[field] = value;
        body
    };
    for (field, value) in
        [("user", json!({})), ("application", json!(1.5)), ("uuid", json!(5)), ("os_version", json!("o".repeat(256)))]
    {
        assert_eq!(register(&key, another(field, value)).await.short(), "400 ", "{field}");
    }
    assert_eq!(register(&key, json!([])).await.short(), "400 ");
    assert_snapshot!(register(&key, another("user", json!("abc"))).await.short(), @r#"400 "User ID must be a valid integer""#);
    assert_snapshot!(register(&key, another("supervisor_version", json!("1".repeat(21)))).await.short(), @r#"400 "It is necessary that each device that has a supervisor version, has a supervisor version that has a Length (Type) that is less than or equal to 20.""#);
    let old = register(&key, another("os_version", json!("Resin OS 2.3.0+rev1"))).await;
    assert_eq!(old.status, 403);
    assert!(
        old.text().ends_with("has OS version Resin OS 2.3.0+rev1 but needs to satisfy version range: >=2.11.0\""),
        "{old:?}"
    );
    let silent = register(&key, another("supervisor_version", json!("17.0.3"))).await;
    assert!(silent.text().ends_with("is too old to satisfy required version range: >=2.11.0\""), "{silent:?}");
    assert_eq!(register(&device_key, another("user", json!(null))).await.short(), "401 ");
    let mut right = another("os_version", json!("balenaOS 2.11.0+rev1"));
    right["application"] = json!(fleet.to_string());
    right["uuid"] = json!("");
    let made = register(&key, right).await;
    assert_eq!((made.status, made.json()["uuid"].as_str().unwrap().len()), (201, 32), "a uuid is made up");
    let person = world.post("/api-key/user/full", &json!({ "name": "mine" })).await.json();
    assert_eq!(register(person.as_str().unwrap(), another("os_variant", json!("beta"))).await.status, 201);
    assert_eq!(register(&world.stranger().await, changed("uuid", json!("e".repeat(32)))).await.short(), "401 ");
}

#[tokio::test]
async fn the_target_is_tagged_and_polling_is_the_heartbeat() {
    let world = World::with(|config| {
        config.poll_interval = Duration::from_millis(400);
        config.timeout_grace = Duration::from_millis(300);
    })
    .await;
    let fleet = world.fleet("beat-fleet").await;
    let device = world.device(fleet, 'a').await;
    let path = format!("/device/v3/{}/state", device.uuid);
    // A person looks: no heartbeat.
    assert_eq!(world.get(&path).await.status, 200);
    world.until(device.id, "api_heartbeat_state", json!("unknown")).await;
    let first = world.http.get(&path, Some(&device.key)).await;
    assert_eq!(first.json()[&device.uuid]["config"]["RESIN_SUPERVISOR_POLL_INTERVAL"], json!("400"));
    world.until(device.id, "api_heartbeat_state", json!("online")).await;
    let tag = first.header("etag").unwrap().to_owned();
    let again = |tag: String| {
        let (world, device, path) = (&world, &device, &path);
        async move {
            let headers = [("if-none-match", tag.as_str())];
            world.http.open("GET", path, Some(&device.key), &headers, body("")).await.status().as_u16()
        }
    };
    assert_eq!(again(tag.clone()).await, 304);
    world.until(device.id, "api_heartbeat_state", json!("timeout")).await;
    world.until(device.id, "api_heartbeat_state", json!("offline")).await;
    let variable = json!({ "device": device.id, "name": "BALENA_HOST_CONFIG_x", "value": "1" });
    world.created("device_config_variable", &variable).await;
    assert_eq!(again(tag).await, 200);
    world.until(device.id, "api_heartbeat_state", json!("online")).await;
    assert_eq!(world.get(&format!("/device/v3/{}/state", "b".repeat(32))).await.short(), "304 ");
    assert_eq!(world.http.get(&path, None).await.short(), "401 ");
    assert_eq!(world.http.get(&path, Some(&world.provisioning_key(fleet).await)).await.short(), "401 ");
}

#[tokio::test]
async fn a_heartbeat_runs_out_across_a_restart() {
    let quick = |config: &mut binnacle_platform::config::PlatformConfig| {
        config.poll_interval = Duration::from_millis(300);
        config.timeout_grace = Duration::from_millis(100);
        config.admin_password = Some(support::PASSWORD.to_owned());
    };
    let world = World::with(quick).await;
    let device = world.device(world.fleet("beat-fleet").await, 'a').await;
    world.http.get(&format!("/device/v3/{}/state", device.uuid), Some(&device.key)).await;
    world.until(device.id, "api_heartbeat_state", json!("online")).await;
    let folder = world.stop().await;
    let mut config = binnacle_platform::config::PlatformConfig::new(folder.path());
    quick(&mut config);
    let world = World::open(folder, config).await;
    world.until(device.id, "api_heartbeat_state", json!("offline")).await;
}

#[tokio::test]
async fn reports_are_typed_and_about_oneself() {
    let world = World::new().await;
    let fleet = world.fleet("report-fleet").await;
    let (device, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let report = |body: Value| {
        let (http, key) = (world.http.clone(), device.key.clone());
        async move { http.send("PATCH", "/device/v3/state", Some(&key), Some(&body)).await }
    };
    let short = |answer: Answer| answer.short();
    let about = |value: Value| json!({ device.uuid.clone(): value });
    assert_eq!(short(report(about(json!({ "cpu_usage": 12, "no_such_field": 1 }))).await), "200 ");
    world.until(device.id, "cpu_usage", json!(12)).await;
    assert_snapshot!(short(report(about(json!({ "cpu_usage": "high" }))).await), @"400 ");
    assert_eq!(report(about(json!({ "os_version": 5 }))).await.status, 400);
    assert_eq!(report(about(json!({ "apps": [] }))).await.status, 400);
    assert_eq!(short(report(json!({ other.uuid.clone(): { "cpu_usage": 1 } })).await), "401 ");
    let foreign = json!({ "apps": { "c".repeat(32): { "releases": { "d".repeat(32): { "services": { "main": { "image": "x/v2/y" } } } } } } });
    assert_eq!(short(report(about(foreign)).await), "401 ");
    let mine = world.http.send("PATCH", "/device/v3/state", Some(&world.token), Some(&about(json!({})))).await;
    assert_snapshot!(mine.short(), @r#"401 {"error":"API key required"}"#);
    let half = world.http.open(
        "PATCH",
        "/device/v3/state",
        Some(&device.key),
        &[("content-type", "application/json")],
        body("{\"a\":"),
    );
    assert_eq!(half.await.status(), 400);
}
