//! An image on a device: one service's state there (balena-api.md §6.5).

use model::service_status::ServiceStatus;
use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;
use super::release::ReleaseName;
use super::service::ServiceRow;
use crate::navigation::ToOne;

/// A service's image on one device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageInstallRow {
    pub id: i64,
    pub status: ServiceStatus,
    /// Percent, while it downloads.
    pub download_progress: Option<f64>,
    pub install_date: Timestamp,
    /// Expanded.
    #[serde(default)]
    pub installs__image: ToOne<InstalledImage>,
    /// Expanded: the release the image belongs to.
    #[serde(default)]
    pub is_provided_by__release: ToOne<ReleaseName>,
}

/// The image, and through it the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstalledImage {
    pub id: i64,
    /// Expanded.
    #[serde(default)]
    pub is_a_build_of__service: ToOne<ServiceRow>,
}

impl ImageInstallRow {
    /// The service it is of.
    pub fn service(&self) -> Option<&ServiceRow> {
        self.installs__image.get()?.is_a_build_of__service.get()
    }
}

impl Row for ImageInstallRow {
    const RESOURCE: &'static str = "image_install";
    const SELECT: &'static [&'static str] = &["id", "status", "download_progress", "install_date"];
}
