//! A release as its own page reads it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Row;
use super::release::ReleaseRow;
use super::release_asset::ReleaseAssetRow;
use super::release_image::ReleaseImageRow;

/// The list row and more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleaseDetailRow {
    #[serde(flatten)]
    pub row: ReleaseRow,
    pub composition: Value,
    pub contract: Option<Value>,
    pub revision: Option<u64>,
    pub invalidation_reason: Option<String>,
    /// Expanded.
    #[serde(default)]
    pub release_image: Vec<ReleaseImageRow>,
    /// Expanded.
    #[serde(default)]
    pub release_asset: Vec<ReleaseAssetRow>,
    /// Expanded as `/$count`.
    #[serde(default)]
    pub is_pinned_to__device: Option<u64>,
    /// Expanded as `/$count`.
    #[serde(default)]
    pub should_be_running_on__device: Option<u64>,
}

impl ReleaseDetailRow {
    /// What the page selects beyond [`ReleaseRow::SELECT`].
    pub const SELECT_MORE: &'static [&'static str] = &["composition", "contract", "revision", "invalidation_reason"];
}

/// What the builder said of the whole release; read only when somebody looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseBuildRow {
    pub id: i64,
    pub build_log: Option<String>,
}

impl Row for ReleaseBuildRow {
    const RESOURCE: &'static str = "release";
    const SELECT: &'static [&'static str] = &["id", "build_log"];
}
