//! What devices are told and what they say, in both forms, to the letter of the API.

mod support;

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};
use support::World;
use support::device::Device;
use support::http::Answer;

async fn send(world: &World, method: &str, path: &str, key: Option<&str>, body: Value) -> Answer {
    world.http.send(method, path, key, Some(&body)).await
}

#[tokio::test]
async fn a_report_is_whole_or_refused() {
    let world = World::new().await;
    let fleet = world.fleet("report-fleet").await;
    let (device, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let (own, its) = (device.uuid.as_str(), other.uuid.as_str());
    let report = |key: Option<&str>, body: Value| {
        let (http, key) = (world.http.clone(), key.map(str::to_owned));
        async move { http.send("PATCH", "/device/v3/state", key.as_deref(), Some(&body)).await.short() }
    };
    let key = Some(device.key.as_str());
    let nullable = ["os_version", "os_variant", "provisioning_progress", "provisioning_state", "api_secret", "cpu_id"];
    let metrics = ["memory_usage", "cpu_temp", "cpu_usage", "storage_total", "storage_block_device"];
    for field in nullable.into_iter().chain(metrics) {
        assert_eq!(report(key, json!({own: {field: null}})).await, "200 ", "{field}");
    }
    for field in ["status", "supervisor_version", "ip_address", "mac_address", "api_port", "is_undervolted", "apps"] {
        assert_eq!(report(key, json!({own: {field: null}})).await, "400 ", "{field}");
    }
    let app = |app: Value| json!({own: {"apps": {"c".repeat(32): app}}});
    for bad in [
        json!({own: {"provisioning_progress": 40.5}}),
        json!({own: {"api_port": 99_999_999_999_i64}}),
        json!({own: {"provisioning_state": "s".repeat(256)}}),
        json!({own: []}),
        json!({own: {"ip_address": "10.0.0.1"}, "other": 1}),
        app(json!({"release_uuid": null})),
        app(json!({"releases": {"1": {"update_status": "never"}}})),
        app(json!({"releases": {"1": {"services": {"main": {"status": "Running"}}}}})),
        app(json!({"releases": {"1": {"services": {"main": {"image": "x", "download_progress": "5"}}}}})),
    ] {
        assert_eq!(report(key, bad.clone()).await, "400 ", "{bad}");
    }
    for nobody in
        [json!({}), json!([]), json!({own: null}), json!({"f".repeat(32): {}}), json!({own: {}, "f".repeat(32): {}})]
    {
        assert_eq!(report(key, nobody.clone()).await, "401 ", "{nobody}");
        assert_eq!(report(None, nobody).await, "401 ");
    }
    assert_eq!(report(key, json!({own: {"ip_address": "10.0.0.1"}, its: {"ip_address": "10.0.0.1"}})).await, "401 ");
    assert_eq!(world.rows(&format!("device({})?$select=ip_address", device.id)).await[0]["ip_address"], json!(null));
    assert_eq!(report(key, json!({its: {}})).await, "200 ", "who says nothing needs no right");
    assert_snapshot!(report(None, json!({own: {}})).await, @r#"401 {"error":"API key required"}"#);
    assert_eq!(report(Some(&world.provisioning_key(fleet).await), json!({own: {"cpu_id": "x"}})).await, "401 ");
    assert_eq!(report(Some(&world.stranger().await), json!({own: {"cpu_id": "x"}})).await, "401 ");
    let person = world.post("/api-key/user/full", &json!({"name": "mine"})).await.json();
    assert_eq!(
        report(person.as_str(), json!({own: {"ip_address": "10.0.0.9", "cpu_usage": 99_999_999_999_i64}})).await,
        "200 "
    );
    world.until(device.id, "ip_address", json!("10.0.0.9")).await;
    assert_eq!(report(key, json!({own: {"os_version": "Resin OS 2.0.0+rev5 (dev)", "cpu_id": "ABC"}})).await, "200 ");
    let row = world.rows(&format!("device({})?$select=os_variant,cpu_id", device.id)).await;
    assert_eq!(row[0], json!({"os_variant": "dev", "cpu_id": "abc"}));
}

#[tokio::test]
async fn metrics_wait_for_their_interval_and_are_written_then() {
    let world = World::with(|config| config.metrics_report_interval = Duration::from_secs(2)).await;
    let device = world.device(world.fleet("pace-fleet").await, 'a').await;
    let report =
        |fields: Value| send(&world, "PATCH", "/device/v3/state", Some(&device.key), json!({ &device.uuid: fields }));
    let row = || async {
        let rows = world.rows(&format!("device({})?$select=cpu_usage,cpu_temp,ip_address", device.id)).await;
        rows[0].clone()
    };
    assert_eq!(report(json!({"cpu_usage": 1})).await.status, 200);
    assert_eq!(report(json!({"cpu_usage": 2})).await.status, 200);
    assert_eq!(row().await, json!({"cpu_usage": 1, "cpu_temp": null, "ip_address": null}));
    world.until(device.id, "cpu_usage", json!(2)).await;
    assert_eq!(report(json!({"cpu_usage": 3, "cpu_temp": 40, "ip_address": "10.0.0.1"})).await.status, 200);
    assert_eq!(row().await, json!({"cpu_usage": 3, "cpu_temp": 40, "ip_address": "10.0.0.1"}), "it went along");
}

#[tokio::test]
async fn both_forms_of_the_target_and_the_fleet_s() {
    let world = World::new().await;
    let fleet = world.fleet("target-fleet").await;
    let device = world.device(fleet, 'a').await;
    world.patch(&format!("/v7/device({})", device.id), &json!({"device_name": "one"})).await;
    let uuid = world.rows(&format!("application({fleet})?$select=uuid")).await[0]["uuid"].as_str().unwrap().to_owned();
    let get = |path: String, key: Option<&str>| {
        let (http, key) = (world.http.clone(), key.map(str::to_owned));
        async move { http.get(&path, key.as_deref()).await }
    };
    let (own, legacy) = (format!("/device/v3/{}/state", device.uuid), format!("/device/v2/{}/state", device.uuid));
    let key = Some(device.key.as_str());
    let empty = get(own.clone(), key).await.json()[&device.uuid]["apps"][&uuid].clone();
    assert_eq!(
        empty,
        json!({"id": fleet, "name": "target-fleet", "class": "fleet", "is_host": false}),
        "nothing to run"
    );
    let app = get(legacy.clone(), key).await.json()["local"]["apps"][fleet.to_string()].clone();
    assert_eq!(app, json!({"name": "target-fleet", "services": {}, "networks": {}, "volumes": {}}));

    let (first, second) = (world.release(fleet, '1', b"one").await, world.release(fleet, '2', b"two").await);
    let strategy = json!({"device": device.id, "name": "RESIN_SUPERVISOR_UPDATE_STRATEGY", "value": "hand-over"});
    world.created("device_config_variable", &strategy).await;
    let target = get(own.clone(), key).await.json()[&device.uuid].clone();
    let release = &target["apps"][&uuid]["releases"][&second.commit];
    assert_eq!(release["id"], json!(second.id));
    assert_eq!(release["services"]["main"]["labels"], json!({"io.resin.update.strategy": "hand-over"}));
    assert_eq!(release["services"]["main"]["composition"], json!({}));
    assert!(release.get("networks").is_none() && release.get("volumes").is_none());
    let local = get(legacy.clone(), key).await.json();
    assert_eq!(local["dependent"], json!({"apps": {}, "devices": {}}));
    let app = &local["local"]["apps"][fleet.to_string()];
    assert_eq!((&app["commit"], &app["releaseId"]), (&json!(second.commit), &json!(second.id)));
    let services: Vec<_> = app["services"].as_object().unwrap().values().collect();
    assert_eq!((&services[0]["serviceName"], &services[0]["running"]), (&json!("main"), &json!(true)));

    let of_fleet = format!("/device/v3/fleet/{uuid}/state");
    for seen in [Some(world.token.as_str()), key] {
        let told = get(of_fleet.clone(), seen).await.json()[&uuid].clone();
        assert_eq!(told["apps"][&uuid]["releases"][&second.commit]["id"], json!(second.id));
        assert_eq!(told["apps"][&uuid]["releases"][&second.commit]["services"]["main"]["labels"], json!({}));
    }
    let one = get(format!("{of_fleet}?releaseUuid={}", first.commit), key).await.json();
    assert_eq!(one[&uuid]["apps"][&uuid]["releases"][&first.commit]["id"], json!(first.id));
    assert_eq!(get(format!("{of_fleet}?releaseUuid="), key).await.status, 200);
    assert_eq!(get(format!("{of_fleet}?releaseUuid=a&releaseUuid=b"), key).await.short(), "400 ");
    assert_eq!(get(format!("{of_fleet}?releaseUuid={}", "9".repeat(32)), key).await.short(), "401 ");
    let stranger = world.stranger().await;
    for path in [&own, &legacy] {
        assert_eq!(get(path.clone(), Some(&stranger)).await.short(), "304 ", "of others, as if there were none");
    }
    assert_eq!(get(of_fleet.clone(), Some(&stranger)).await.short(), "401 ");
    for refused in [None, Some(&*world.provisioning_key(fleet).await)] {
        for path in [&own, &legacy, &of_fleet] {
            assert_eq!(get(path.clone(), refused).await.short(), "401 ", "{path}");
        }
    }
    for gone in ["v2", "v3"] {
        assert_eq!(get(format!("/device/{gone}/{}/state", "e".repeat(32)), None).await.short(), "304 ");
    }
}

#[tokio::test]
async fn the_old_form_of_a_report() {
    let world = World::new().await;
    let fleet = world.fleet("legacy-fleet").await;
    let (device, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let release = world.release(fleet, '1', b"one").await;
    let image = world.rows(&format!("release_image?$select=image&$filter=is_part_of__release eq {}", release.id)).await;
    let image = image[0]["image"]["__id"].as_i64().unwrap();
    let about = |device: &Device, key: Option<&str>, local: Value| {
        let (http, path) = (world.http.clone(), format!("/device/v2/{}/state", device.uuid));
        let key = key.map(str::to_owned);
        async move { http.send("PATCH", &path, key.as_deref(), Some(&json!({ "local": local }))).await.short() }
    };
    let key = Some(device.key.as_str());
    let local = json!({"name": "n1", "device_name": "n2", "note": "x", "status": "Downloading", "download_progress": 12,
        "api_port": "48484", "is_on__commit": release.commit, "should_be_running__release": release.id, "unknown": 1});
    assert_eq!(about(&device, key, local).await, "200 ");
    let fields = "device_name,note,status,download_progress,api_port,is_running__release,is_pinned_on__release";
    let row = world.rows(&format!("device({})?$select={fields}", device.id)).await;
    assert_eq!(
        row[0],
        json!({"device_name": "n1", "note": "x", "status": "Downloading", "download_progress": 12, "api_port": 48484,
            "is_running__release": {"__id": release.id}, "is_pinned_on__release": {"__id": release.id}})
    );
    let services = |image: Value, release: Value| {
        json!({"apps": {"1": {"services": {image.to_string(): {
        "releaseId": release, "status": "Running"}}}}})
    };
    assert_eq!(about(&device, key, services(json!(image), json!(release.id.to_string()))).await, "200 ");
    let installs = world.rows("image_install?$select=status").await;
    assert_eq!(installs, json!([{"status": "Running"}]));
    assert_snapshot!(about(&device, key, services(json!("x"), json!(1))).await, @r#"400 "Invalid image ID value in request""#);
    assert_snapshot!(about(&device, key, services(json!(image), json!("x"))).await, @r#"400 "Invalid release ID value in request""#);
    assert_snapshot!(about(&device, key, services(json!(999), json!(release.id))).await, @"401 ");
    assert_snapshot!(about(&device, key, services(json!(image), json!(999))).await, @r#"409 "Data is referenced by is_provided_by__release.""#);
    assert_snapshot!(about(&device, key, json!({"name": "a\nb"})).await, @r#"400 "Device name cannot contain any newline characters.""#);
    assert_snapshot!(about(&device, key, json!({"should_be_running__release": 999})).await, @r#"409 "Data is referenced by is_pinned_on__release.""#);
    assert_eq!(about(&device, key, json!({"is_on__commit": "zzz"})).await, "200 ", "passed over");
    assert_eq!(about(&device, key, json!({"is_on__commit": null, "apps": {}})).await, "200 ");
    let query = format!("device({})?$select=is_running__release&$expand=image_install($select=status)", device.id);
    let row = world.rows(&query).await;
    assert_eq!(row[0], json!({"is_running__release": null, "image_install": [{"status": "deleted"}]}));
    for bad in [json!(null), json!({"name": null}), json!({"cpu_usage": "x"}), json!({"api_port": "x"})] {
        assert_eq!(about(&device, key, bad).await, "400 ");
    }
    assert_eq!(
        about(&other, key, json!({"name": "not mine"})).await,
        "200 ",
        "as every write to what one does not see"
    );
    let name = world.rows(&format!("device({})?$select=device_name", other.id)).await;
    assert_ne!(name[0]["device_name"], json!("not mine"));
    assert_eq!(about(&other, key, json!({"apps": {}})).await, "401 ");
    assert_snapshot!(about(&device, None, json!({})).await, @r#"401 {"error":"API key required"}"#);
    let gone = Device { uuid: "e".repeat(32), ..device.clone() };
    assert_eq!(about(&gone, None, json!({})).await, "200 ");
}

#[tokio::test]
async fn a_device_tags_itself() {
    let world = World::new().await;
    let fleet = world.fleet("tag-fleet").await;
    let (device, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let (own, its) = (device.uuid.as_str(), other.uuid.as_str());
    let tag = |key: &str, body: Value| {
        let (http, key) = (world.http.clone(), key.to_owned());
        async move { http.send("PATCH", "/device/v3/tags", Some(&key), Some(&body)).await.short() }
    };
    assert_eq!(tag(&device.key, json!({own: {"a": "1", "b": "2"}})).await, "200 ");
    assert_eq!(tag(&device.key, json!({own: {"a": "1", "b": "3"}})).await, "200 ");
    let tags = world.rows("device_tag?$select=tag_key,value&$orderby=tag_key asc").await;
    assert_eq!(tags, json!([{"tag_key": "a", "value": "1"}, {"tag_key": "b", "value": "3"}]));
    for bad in [
        json!({own: {"a": null}}),
        json!({own: {"a b": "1"}}),
        json!({own: {"io.balena.x": "1"}}),
        json!({own: {"a": 1}}),
    ] {
        assert_eq!(tag(&device.key, bad).await, "400 ");
    }
    assert_snapshot!(tag(&device.key, json!({own: {}})).await, @r#"400 "No tags were sent to be updated.""#);
    let long = json!({own: {"c": "1", "k".repeat(101): "1"}});
    assert!(tag(&device.key, long).await.starts_with("400 \"It is necessary that each device tag has a tag key"));
    assert_eq!(world.rows("device_tag/$count").await, json!(2), "all or none");
    assert_eq!(tag(&device.key, json!({its: {"a": "1"}})).await, "401 ");
    assert_eq!(tag(&device.key, json!({own: {"a": "1"}, its: {"a": "1"}})).await, "401 ");
    assert_eq!(tag(&device.key, json!({})).await, "401 ");
    assert_snapshot!(tag(&world.token, json!({own: {"a": "1"}})).await, @r#"401 {"error":"API key required"}"#);
}
