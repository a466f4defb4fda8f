//! Releases with an image on the disk.

use serde_json::json;
use store::manifests::{self, StoredManifest};
use wire::manifest::{CONFIG_MEDIA_TYPE, Descriptor, LAYER_MEDIA_TYPE, MANIFEST_MEDIA_TYPE, Manifest};

use super::World;

pub(crate) struct Release {
    pub(crate) id: i64,
    pub(crate) commit: String,
    /// The image's.
    pub(crate) location: String,
    /// The layer's.
    pub(crate) digest: String,
}

impl World {
    /// A successful release of the fleet, of one service `main` with one layer.
    pub(crate) async fn release(&self, fleet: i64, digit: char, layer: &[u8]) -> Release {
        make(self, fleet, digit, layer).await
    }
}

/// A successful release of one image.
async fn make(world: &World, fleet: i64, digit: char, layer: &[u8]) -> Release {
    let now = "2026-11-22T10:00:00.000Z";
    let commit: String = std::iter::repeat_n(digit, 32).collect();
    let known = world.rows(&format!("service?$select=id&$filter=application eq {fleet}")).await;
    let service = match known[0]["id"].as_i64() {
        Some(service) => service,
        None => world.created("service", &json!({ "application": fleet, "service_name": "main" })).await,
    };
    let made = json!({
        "belongs_to__application": fleet, "commit": commit.clone(), "status": "running", "source": "cloud",
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
    let location = location[0]["is_stored_at__image_location"].as_str().unwrap().to_owned();
    Release { id: release, commit, location, digest: layer_digest.as_str().to_owned() }
}
