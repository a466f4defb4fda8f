//! Every route of the router by every kind of caller.

use binnacle_platform::platform::Platform;
use serde_json::{Value, json};

use crate::callers::{KINDS, Scene};
use crate::table::{Found, read};

/// What each route answers to each kind of caller. A route that is not here fails the test.
const TABLE: &str = include_str!("routes.txt");

/// A request of the route about the scene's own fleet and device, as well-formed as it can be without effect.
fn request(scene: &Scene, method: &str, path: &str) -> (String, Option<Value>) {
    let (fleet, device, uuid) = (scene.fleet, scene.device.id, scene.device.uuid.clone());
    let image = scene.release.location.rsplit('/').next().unwrap();
    let concrete = path
        .replace("/api-key/device/{id}", &format!("/api-key/device/{device}"))
        .replace("/organizations/{id}", &format!("/organizations/{}", scene.organization))
        .replace("/members/{user}", "/members/1")
        .replace("{id}", &fleet.to_string())
        .replace("/v3/fleet/{uuid}", "/v3/fleet/{fleetUuid}")
        .replace("{uuid}", &uuid)
        .replace("{username}", "admin")
        .replace("{slug}", "raspberrypi4-64")
        .replace("{version}", "6.0.0")
        .replace("{name}", image)
        .replace("{reference}", "latest")
        .replace("{digest}", &scene.release.digest)
        .replace("{file}", &"0".repeat(32))
        .replace("{part}", "1")
        .replace("{*path}", "v1/blink");
    let rest = |concrete: &str, rest: String| concrete.replace("{*rest}", &rest);
    let tag = format!("device_tag(device={device},tag_key='asked')");
    let key = json!({ "actorType": "application", "actorTypeId": fleet, "roles": ["provisioning-api-key"], "expiryDate": null });
    match (method, path) {
        ("GET", p) if p.ends_with("{*rest}") => (rest(&concrete, "device?$select=id".to_owned()), None),
        ("POST", p) if p.ends_with("{*rest}") => {
            (rest(&concrete, "device_tag".to_owned()), Some(json!({ "device": device, "tag_key": "t", "value": "v" })))
        }
        ("PATCH", p) if p.ends_with("{*rest}") => {
            (rest(&concrete, format!("application({fleet})")), Some(json!({ "app_name": "scene-fleet" })))
        }
        ("PUT", p) if p.ends_with("{*rest}") => (rest(&concrete, tag), Some(json!({ "value": "v" }))),
        ("DELETE", p) if p.ends_with("{*rest}") => {
            (rest(&concrete, "application_tag?$filter=tag_key%20eq%20'none'".to_owned()), None)
        }
        ("GET", "/download-config") => {
            (format!("{concrete}?appId={fleet}&version=6.0.0&deviceType=raspberrypi4-64"), None)
        }
        ("POST", "/download-config") => {
            (concrete, Some(json!({ "appId": fleet, "version": "6.0.0", "deviceType": "raspberrypi4-64" })))
        }
        ("POST", "/device/register") => {
            let body = json!({ "application": fleet, "uuid": "f".repeat(32), "device_type": "raspberrypi4-64" });
            (concrete, Some(body))
        }
        ("PATCH", "/device/v3/state" | "/device/v3/tags") => (concrete, Some(json!({ uuid: {} }))),
        ("PATCH", "/device/v2/{uuid}/state") => (concrete, Some(json!({ "local": {} }))),
        ("POST", "/api-key/v1" | "/api-key/v2") => (concrete, Some(key)),
        ("POST", "/api-key/user/full") => (concrete, Some(json!({ "name": "asked" }))),
        ("POST", "/binnacle/v1/password") => {
            (concrete, Some(json!({ "currentPassword": "not this one", "newPassword": "another password" })))
        }
        // Without a name it is malformed for who may, and refused for who may not.
        ("POST", "/binnacle/v1/organizations") => (concrete, Some(json!({ "name": "", "handle": "" }))),
        ("PATCH", "/binnacle/v1/organizations/{id}") => (concrete, Some(json!({ "name": "admin" }))),
        ("POST", "/binnacle/v1/organizations/{id}/members") => {
            (concrete, Some(json!({ "username": "admin", "role": "observer" })))
        }
        ("POST", "/supervisor/{*path}") => (concrete, Some(json!({ "uuid": uuid }))),
        ("POST", p) if p.starts_with("/services/vpn/") => (concrete, Some(json!({ "serviceId": 1, "uuids": [uuid] }))),
        ("POST", "/device/v2/{uuid}/logs") => {
            (concrete, Some(json!([{ "timestamp": 1, "message": "m", "isSystem": true }])))
        }
        ("POST" | "PUT" | "PATCH", _) => (concrete, Some(json!({}))),
        _ => (concrete, None),
    }
}

#[tokio::test]
async fn every_route_answers_each_caller_as_the_table_says() {
    let scene = Scene::new().await;
    let link = scene.device.link(axum::Router::new().fallback(async || "OK")).await;
    scene.world.until(scene.device.id, "is_connected_to_vpn", json!(true)).await;
    let lines = read(TABLE);
    let is_missing = |route: &&(&str, &str)| !lines.iter().any(|line| (&*line.method, &*line.subject) == **route);
    let routes = Platform::routes();
    let missing: Vec<_> = routes.iter().filter(is_missing).collect();
    assert!(
        missing.is_empty(),
        "in the router and not in tests/authorization/routes.txt: say there who may {missing:?}"
    );
    let mut found = Found::new();
    for line in &lines {
        assert!(
            Platform::routes().iter().any(|(method, path)| line.method == *method && line.subject == *path),
            "{} {} is in the table and not in the router",
            line.method,
            line.subject
        );
        let (path, body) = request(&scene, &line.method, &line.subject);
        let mut statuses = Vec::new();
        for kind in KINDS {
            let answer = scene.world.http.send(&line.method, &path, scene.credential(kind), body.as_ref()).await;
            assert!(answer.status < 500, "{} {path} by {kind}: {answer:?}", line.method);
            statuses.push(answer.status.to_string());
        }
        found.line(line, &statuses);
    }
    link.abort();
    found.check();
}
