//! Images: a release with layers on the disk, downloaded whole and in parts by those whose it is.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use serde_json::{Value, json};
use store::manifests::{self, StoredManifest};
use support::World;
use support::http::body;
use wire::manifest::{CONFIG_MEDIA_TYPE, Descriptor, LAYER_MEDIA_TYPE, MANIFEST_MEDIA_TYPE, Manifest};

/// A release of one image: the image's location, the layer's digest.
async fn release(world: &World, fleet: i64, layer: &[u8]) -> (String, String) {
    let now = "2026-11-22T10:00:00.000Z";
    let service = world.created("service", &json!({ "application": fleet, "service_name": "main" })).await;
    let made = json!({
        "belongs_to__application": fleet, "commit": "c".repeat(32), "status": "running", "source": "cloud",
        "semver": "1.0.0", "composition": { "services": { "main": {} } }, "start_timestamp": now,
    });
    let release = world.created("release", &made).await;
    let made = json!({
        "is_a_build_of__service": service, "status": "success", "start_timestamp": now, "push_timestamp": now,
    });
    let image = world.created("image", &made).await;
    world.created("release_image", &json!({ "image": image, "is_part_of__release": release })).await;
    let ended = json!({ "status": "success", "end_timestamp": now });
    assert_eq!(world.patch(&format!("/v7/release({release})"), &ended).await.short(), "200 ");

    let blobs = world.platform.blobs();
    let (layer_digest, config) = (blobs.put(layer).await.unwrap(), blobs.put(b"{}").await.unwrap());
    let manifest = Manifest {
        schema_version: 2,
        media_type: MANIFEST_MEDIA_TYPE.to_owned(),
        config: Descriptor { media_type: CONFIG_MEDIA_TYPE.to_owned(), digest: config.as_str().to_owned(), size: 2 },
        layers: vec![Descriptor {
            media_type: LAYER_MEDIA_TYPE.to_owned(),
            digest: layer_digest.as_str().to_owned(),
            size: layer.len() as u64,
        }],
    };
    let text = serde_json::to_string(&manifest).unwrap();
    let digest = binnacle_platform::blobs::Digest::of(text.as_bytes()).as_str().to_owned();
    let stored = StoredManifest { image, digest, body: text };
    world.platform.store().write(move |connection| manifests::set(connection, &stored)).await.unwrap();
    let location = world.rows(&format!("image({image})?$select=is_stored_at__image_location")).await;
    (location[0]["is_stored_at__image_location"].as_str().unwrap().to_owned(), layer_digest.as_str().to_owned())
}

#[tokio::test]
async fn a_device_downloads_what_its_fleet_has_and_nothing_else() {
    let world = World::new().await;
    let (fleet, other) = (world.fleet("image-fleet").await, world.fleet("other-fleet").await);
    let device = world.device(fleet, 'a').await;
    let stranger = world.device(other, 'b').await;
    let layer: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let (location, digest) = release(&world, fleet, &layer).await;

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
