//! An image as a device downloads it: the manifest at `GET /v2/:name/manifests/:reference`, layers at `/v2/:name/blobs/:digest`.

use serde::{Deserialize, Serialize};

/// The media type of [`Manifest`] (OCI image specification).
pub const MANIFEST_MEDIA_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";
/// The media type of a layer: a tar compressed with gzip.
pub const LAYER_MEDIA_TYPE: &str = "application/vnd.oci.image.layer.v1.tar+gzip";
/// The media type of the image configuration blob.
pub const CONFIG_MEDIA_TYPE: &str = "application/vnd.oci.image.config.v1+json";

/// An OCI image manifest, as far as devices read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Always 2.
    pub schema_version: u32,
    pub media_type: String,
    /// The image's configuration (command, environment).
    pub config: Descriptor,
    /// From the lowest to the topmost.
    pub layers: Vec<Descriptor>,
}

/// A blob by content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    pub media_type: String,
    /// `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

/// The image configuration blob, as far as devices read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImageConfig {
    pub config: Process,
}

/// How the image's process is started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Process {
    /// The program and its arguments.
    pub cmd: Vec<String>,
    /// `NAME=value`.
    pub env: Vec<String>,
}
