//! A release as its own page knows it: what it is made of and who follows it.

use crate::composition::ComposedService;
use crate::release::Release;
use crate::timestamp::Timestamp;

/// A release and what it consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseDetail {
    pub release: Release,
    /// Which of several releases of one version it is; none while it is a draft.
    pub revision: Option<u64>,
    pub invalidation_reason: Option<String>,
    /// The composition as YAML, as a compose file has it.
    pub composition: String,
    /// The contract as JSON, if it has one.
    pub contract: Option<String>,
    /// By name.
    pub services: Vec<BuiltService>,
    pub assets: Vec<ReleaseAsset>,
    /// Devices that are pinned to it themselves.
    pub pinned_devices: Option<u64>,
    /// Devices whose target it is, pinned or by their fleet.
    pub target_devices: Option<u64>,
}

/// A service of a release: its image, and what the composition says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltService {
    pub composed: ComposedService,
    /// None for a service the composition names but nothing was built for.
    pub image: Option<ReleaseImage>,
}

impl BuiltService {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.composed.name
    }
}

/// An image of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseImage {
    pub id: i64,
    /// Where the registry keeps it.
    pub location: String,
    /// `sha256:…`, once it is pushed.
    pub digest: Option<String>,
    /// Bytes to pull when nothing of it is on the device.
    pub size: Option<u64>,
    pub project_type: Option<String>,
    pub error: Option<String>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

impl ReleaseImage {
    /// How long its build took, in milliseconds.
    pub fn build_took(&self) -> Option<i64> {
        Some(self.ended_at?.since(self.started_at?)).filter(|took| *took >= 0)
    }

    /// What tells it from another image: its digest, or its location before it has one.
    pub fn identity(&self) -> &str {
        self.digest.as_deref().unwrap_or(&self.location)
    }
}

/// A file that belongs to a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseAsset {
    pub id: i64,
    pub key: String,
    pub filename: String,
    pub content_type: String,
    pub size: Option<u64>,
    /// Where the page fetches it; none while nothing was uploaded.
    pub href: Option<String>,
}

impl ReleaseDetail {
    /// All its images together, in bytes; none when the size of one is not known.
    pub fn size(&self) -> Option<u64> {
        self.services.iter().filter_map(|service| service.image.as_ref()).map(|image| image.size).sum()
    }
}
