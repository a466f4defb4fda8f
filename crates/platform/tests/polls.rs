//! Polls of an unchanged target are answered 304, and never once something that concerns the device has changed.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use serde_json::json;
use support::World;
use support::device::Device;
use support::http::body;

/// The status, and the entity tag to ask with the next time.
async fn poll(world: &World, device: &Device, tag: &str) -> (u16, String) {
    let path = format!("/device/v3/{}/state", device.uuid);
    let answer = world.http.open("GET", &path, Some(&device.key), &[("if-none-match", tag)], body("")).await;
    let answer = world.http.collect(answer).await;
    (answer.status, answer.header("etag").unwrap().to_owned())
}

#[tokio::test]
async fn a_poll_is_new_after_every_change_of_what_it_would_answer() {
    let world = World::new().await;
    let fleet = world.fleet("poll-fleet").await;
    let (one, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let (status, mut tag) = poll(&world, &one, "\"none\"").await;
    assert_eq!(status, 200);
    let other_tag = poll(&world, &other, "\"none\"").await.1;
    world.until(one.id, "api_heartbeat_state", json!("online")).await;
    // Twice: as it is built, and as it is remembered.
    for _ in 0..2 {
        assert_eq!(poll(&world, &one, &tag).await, (304, tag.clone()));
    }
    for (resource, row) in [
        ("device_config_variable", json!({ "device": one.id, "name": "RESIN_HOST_CONFIG_a", "value": "1" })),
        ("application_config_variable", json!({ "application": fleet, "name": "RESIN_HOST_CONFIG_b", "value": "1" })),
    ] {
        world.created(resource, &row).await;
        let (status, new) = poll(&world, &one, &tag).await;
        assert_eq!(status, 200, "after {resource}");
        assert_ne!(new, tag);
        tag = new;
        assert_eq!(poll(&world, &one, &tag).await.0, 304);
        assert_eq!(poll(&world, &one, &other_tag).await.0, 200, "another's tag is not its own");
    }
    world.patch(&format!("/v7/device({})", one.id), &json!({ "device_name": "renamed" })).await;
    assert_eq!(poll(&world, &one, &tag).await.0, 200, "after a new name");
    assert_eq!(
        world.http.send("DELETE", &format!("/v7/device({})", one.id), Some(&world.token), None).await.status,
        200
    );
    let gone = world.http.get(&format!("/device/v3/{}/state", one.uuid), Some(&one.key)).await;
    assert_ne!(gone.status, 200, "{gone:?}");
}
