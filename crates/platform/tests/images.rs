//! Images: a release with layers on the disk, downloaded whole and in parts by those whose it is.

mod support;

use serde_json::{Value, json};
use support::World;
use support::http::body;
use support::release::Release;
use wire::manifest::MANIFEST_MEDIA_TYPE;

#[tokio::test]
async fn a_device_downloads_what_its_fleet_has_and_nothing_else() {
    let world = World::new().await;
    let (fleet, other) = (world.fleet("image-fleet").await, world.fleet("other-fleet").await);
    let device = world.device(fleet, 'a').await;
    let stranger = world.device(other, 'b').await;
    let layer: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let Release { location, digest, .. } = world.release(fleet, 'c', &layer).await;

    let target = world.http.get(&format!("/device/v3/{}/state", device.uuid), Some(&device.key)).await.json();
    let apps = target[&device.uuid]["apps"].as_object().unwrap().values().next().unwrap();
    let service = &apps["releases"][&"c".repeat(32)]["services"]["main"];
    assert_eq!(service["image"], json!(location));

    let name = location.split_once("/v2/").unwrap().1;
    let manifest = world.http.get(&format!("/v2/{name}/manifests/latest"), Some(&device.key)).await;
    assert_eq!(manifest.status, 200, "{manifest:?}");
    assert_eq!(manifest.header("content-type"), Some(MANIFEST_MEDIA_TYPE));
    let digests: Value = manifest.json()["layers"][0]["digest"].clone();
    assert_eq!(digests, json!(digest));

    let blob = format!("/v2/{name}/blobs/{digest}");
    let whole = world.http.get(&blob, Some(&device.key)).await;
    assert!(whole.status == 200 && whole.body == layer, "{} bytes", whole.body.len());
    assert_eq!(whole.header("docker-content-digest"), Some(digest.as_str()));
    let part = world.http.open("GET", &blob, Some(&device.key), &[("range", "bytes=99990-")], body("")).await;
    assert_eq!(part.headers()["content-range"], "bytes 99990-99999/100000");
    let part = world.http.collect(part).await;
    assert!(part.status == 206 && part.body == layer[99_990..]);
    let head = world.http.send("HEAD", &blob, Some(&device.key), None).await;
    assert_eq!((head.status, head.header("content-length")), (200, Some("100000")));

    assert_eq!(world.get(&blob).await.status, 200);
    assert_eq!(world.http.get(&blob, Some(&stranger.key)).await.status, 404);
    assert_eq!(world.http.get(&blob, None).await.status, 401);
    let unknown = format!("/v2/{name}/blobs/sha256:{}", "0".repeat(64));
    assert_eq!(world.http.get(&unknown, Some(&device.key)).await.status, 404);
    assert_eq!(world.http.get("/v2/..%2f..%2fetc/blobs/sha256:0", Some(&device.key)).await.status, 404);
}
