//! A fleet (`application` on the wire, balena-api.md §6.2).

use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;
use super::device_type::DeviceTypeRow;
use super::release::ReleaseName;
use crate::navigation::ToOne;

/// A fleet as lists and headers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationRow {
    pub id: i64,
    pub app_name: String,
    pub slug: String,
    pub uuid: String,
    pub is_archived: bool,
    pub should_track_latest_release: bool,
    pub created_at: Timestamp,
    /// Expanded.
    #[serde(default)]
    pub is_for__device_type: ToOne<DeviceTypeRow>,
    /// Expanded: the fleet's target release.
    #[serde(default)]
    pub should_be_running__release: ToOne<ReleaseName>,
    /// Expanded as `/$count`.
    #[serde(default)]
    pub owns__release: Option<u64>,
    /// Expanded as `/$count`.
    #[serde(default)]
    pub owns__device: Option<u64>,
}

impl Row for ApplicationRow {
    const RESOURCE: &'static str = "application";
    const SELECT: &'static [&'static str] =
        &["id", "app_name", "slug", "uuid", "is_archived", "should_track_latest_release", "created_at"];
}

/// A fleet's name, wherever another row points at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationName {
    pub id: i64,
    pub app_name: String,
}
