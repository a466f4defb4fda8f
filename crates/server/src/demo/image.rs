//! An image of the demo: a layer with a start script and bytes that do not compress, a configuration, a manifest.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};
use wire::manifest::{
    CONFIG_MEDIA_TYPE, Descriptor, ImageConfig, LAYER_MEDIA_TYPE, MANIFEST_MEDIA_TYPE, Manifest, Process,
};

/// The parts of an image.
#[derive(Debug)]
pub(crate) struct Image {
    pub(crate) layer: Vec<u8>,
    pub(crate) config: Vec<u8>,
    /// The manifest as it is stored.
    pub(crate) manifest: String,
    pub(crate) digest: String,
}

/// Makes the image of a service: the same name and version make the same bytes. It says at its start what is new (`note`).
pub(crate) fn build(name: &str, kind: &str, version: &str, note: &str, size: usize) -> io::Result<Image> {
    let script = format!(
        "#!/bin/sh\n# {name} {version}\necho \"{name} {version} starts on $BALENA_DEVICE_TYPE\"\necho \"{name}: {note}\"\n\
         exec binnacle demo-service {kind} --release {version}\n"
    );
    let layer = layer(&[("start.sh", 0o755, script.as_bytes()), ("assets.bin", 0o644, &filler(name, version, size))])?;
    let config = serde_json::to_vec(&ImageConfig {
        config: Process { cmd: vec!["./start.sh".to_owned()], env: vec![format!("SERVICE_RELEASE={version}")] },
    })?;
    let describe = |media_type: &str, bytes: &[u8]| Descriptor {
        media_type: media_type.to_owned(),
        digest: digest(bytes),
        size: bytes.len() as u64,
    };
    let manifest = serde_json::to_string(&Manifest {
        schema_version: 2,
        media_type: MANIFEST_MEDIA_TYPE.to_owned(),
        config: describe(CONFIG_MEDIA_TYPE, &config),
        layers: vec![describe(LAYER_MEDIA_TYPE, &layer)],
    })?;
    let digest = digest(manifest.as_bytes());
    Ok(Image { layer, config, manifest, digest })
}

fn layer(files: &[(&str, u32, &[u8])]) -> io::Result<Vec<u8>> {
    // The filler does not compress, and the script is small.
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::none()));
    for (path, mode, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(*mode);
        header.set_mtime(0);
        header.set_cksum();
        archive.append_data(&mut header, path, *bytes)?;
    }
    let mut encoder = archive.into_inner()?;
    encoder.flush()?;
    encoder.finish()
}

fn filler(name: &str, version: &str, size: usize) -> Vec<u8> {
    let seed: [u8; 32] = Sha256::digest(format!("{name} {version}")).into();
    let mut bytes = vec![0; size];
    StdRng::from_seed(seed).fill_bytes(&mut bytes);
    bytes
}

/// `sha256:` and the digits.
fn digest(bytes: &[u8]) -> String {
    platform::blobs::Digest::of(bytes).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_same_each_time_and_has_its_script() {
        let image = || build("gauge", "sensor", "1.4.2", "Averages over ten readings.", 10_000).unwrap();
        assert_eq!(image().digest, image().digest);
        let layer = image().layer;
        assert!(layer.len() > 10_000);
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(layer.as_slice()));
        let names: Vec<_> = archive.entries().unwrap().map(|e| e.unwrap().path().unwrap().into_owned()).collect();
        assert_eq!(names, [std::path::Path::new("start.sh"), std::path::Path::new("assets.bin")]);
    }
}
