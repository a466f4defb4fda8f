//! An update from the fleet's pin to the report that it is done, and that every step is heard of.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use std::time::Duration;

use axum::Router;
use binnacle_platform::bus::changes::{Changes, Event};
use serde_json::{Value, json};
use support::{SOON, World};
use tokio::time::timeout;

/// Waits until the device's own row is said to have changed.
async fn heard_of(changes: &mut Changes, device: i64) {
    loop {
        match timeout(SOON, changes.next()).await.unwrap().unwrap() {
            Event::Changed(found) if found.iter().any(|c| c.resource == "device" && c.id == device) => return,
            Event::Changed(_) => {}
            Event::Reset => panic!("nothing was lost"),
        }
    }
}

#[tokio::test]
async fn from_the_pin_to_done() {
    // Every step is to be seen, however quick the device is.
    let world = World::with(|config| config.progress_report_interval = Duration::ZERO).await;
    let fleet = world.fleet("update-fleet").await;
    let old = world.release(fleet, 'c', b"old").await;
    let new = world.release(fleet, 'd', b"new").await;
    let device = world.device(fleet, 'a').await;
    let app = world.rows(&format!("application({fleet})?$select=uuid")).await[0]["uuid"].as_str().unwrap().to_owned();
    let _link = device.link(Router::new()).await;
    world.until(device.id, "is_connected_to_vpn", json!(true)).await;
    let state = format!("/device/v3/{}/state", device.uuid);
    world.http.get(&state, Some(&device.key)).await;
    world.until(device.id, "overall_status", json!("operational")).await;

    let mut changes = world.platform.changes(&world.token, None).await.unwrap();
    for (target, other) in [(&old, &new), (&new, &old)] {
        let pin = json!({ "should_be_running__release": target.id, "should_track_latest_release": false });
        assert_eq!(world.patch(&format!("/v7/application({fleet})"), &pin).await.short(), "200 ");
        heard_of(&mut changes, device.id).await;
        let told = world.http.get(&state, Some(&device.key)).await.json();
        let releases = told[&device.uuid]["apps"][&app]["releases"].as_object().unwrap();
        assert!(releases.contains_key(&target.commit) && !releases.contains_key(&other.commit), "{releases:?}");

        let report = |update: &str, service: Value, running: Option<&str>| {
            let release = json!({ "update_status": update, "services": { "main": service } });
            let mut report = json!({ "releases": { target.commit.clone(): release } });
            if let Some(running) = running {
                report["release_uuid"] = json!(running);
            }
            let body = json!({ device.uuid.clone(): { "apps": { app.clone(): report } } });
            let (http, key) = (world.http.clone(), device.key.clone());
            async move { http.send("PATCH", "/device/v3/state", Some(&key), Some(&body)).await.short() }
        };
        for progress in [0, 10, 37, 80, 100] {
            let service = json!({ "image": target.location, "status": "Downloading", "download_progress": progress });
            assert_eq!(report("downloading", service, None).await, "200 ");
            heard_of(&mut changes, device.id).await;
            world.until(device.id, "overall_progress", json!(progress)).await;
            world.until(device.id, "overall_status", json!("updating")).await;
        }
        let service = json!({ "image": target.location, "status": "Running", "download_progress": null });
        assert_eq!(report("done", service, Some(&target.commit)).await, "200 ");
        heard_of(&mut changes, device.id).await;
        world.until(device.id, "overall_status", json!("operational")).await;
        let query = "?$select=update_status&$expand=is_running__release($select=id)";
        let rows = world.rows(&format!("device({}){query}", device.id)).await;
        assert_eq!(rows[0], json!({ "update_status": "done", "is_running__release": [{ "id": target.id }] }));
    }
}
