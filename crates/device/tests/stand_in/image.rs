//! Images and target states for the stand-in.

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wire::manifest::{
    CONFIG_MEDIA_TYPE, Descriptor, ImageConfig, LAYER_MEDIA_TYPE, MANIFEST_MEDIA_TYPE, Manifest, Process,
};

use super::State;

fn digest(bytes: &[u8]) -> String {
    format!("sha256:{:x}", Sha256::digest(bytes))
}

fn blob(state: &mut State, media_type: &str, bytes: Vec<u8>) -> Descriptor {
    let (digest, size) = (digest(&bytes), bytes.len() as u64);
    state.blobs.insert(digest.clone(), bytes);
    Descriptor { media_type: media_type.into(), digest, size }
}

/// Puts an image with a script `run.sh` into the registry; `padding` bytes make its download last.
pub(crate) fn publish(state: &mut State, name: &str, script: &str, padding: usize) -> String {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut add = |path: &str, content: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o755);
        header.set_cksum();
        archive.append_data(&mut header, path, content).unwrap();
    };
    add("run.sh", format!("#!/bin/sh\n{script}").as_bytes());
    let noise: Vec<u8> = (0..padding).map(|_| rand::random()).collect();
    add("padding", &noise);
    let layer = blob(state, LAYER_MEDIA_TYPE, archive.into_inner().unwrap().finish().unwrap());
    let process = Process { cmd: vec!["/run.sh".into()], env: vec!["FROM_IMAGE=yes".into()] };
    let config = serde_json::to_vec(&ImageConfig { config: process }).unwrap();
    let config = blob(state, CONFIG_MEDIA_TYPE, config);
    let manifest = Manifest { schema_version: 2, media_type: MANIFEST_MEDIA_TYPE.into(), config, layers: vec![layer] };
    state.manifests.insert(name.into(), serde_json::to_vec(&manifest).unwrap());
    format!("registry.example/v2/{name}")
}

/// Sets the target: a release with services by name and image.
pub(crate) fn release(state: &mut State, commit: &str, services: &[(&str, &str)]) {
    let services: serde_json::Map<String, Value> = services
        .iter()
        .zip(1..)
        .map(|((name, image), id)| {
            let labels = json!({"io.balena.features.supervisor-api": "1"});
            let service = json!({"id": id, "image_id": id + 100, "image": image, "labels": labels,
                "environment": {"MODE": "test"}, "composition": {"restart": "always"}});
            ((*name).to_owned(), service)
        })
        .collect();
    state.target = json!({ super::UUID: {"name": "d", "config": {}, "apps": {"app": {
        "id": 11, "name": "greenhouse", "class": "fleet", "is_host": false,
        "releases": { commit: {"id": 501, "services": services} },
    }}}});
}
