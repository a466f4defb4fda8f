//! Which image is part of which release, and how the image was built (balena-api.md §6.5).

use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Row;
use super::service::ServiceRow;
use crate::navigation::ToOne;

/// An image's part in a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleaseImageRow {
    pub id: i64,
    /// Expanded.
    #[serde(default)]
    pub image: ToOne<ImageRow>,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageRow {
    pub id: i64,
    pub is_stored_at__image_location: String,
    pub content_hash: Option<String>,
    /// Bytes; balena writes a big integer as a text.
    pub image_size: Value,
    pub project_type: Option<String>,
    pub error_message: Option<String>,
    pub start_timestamp: Option<Timestamp>,
    pub end_timestamp: Option<Timestamp>,
    /// Expanded.
    #[serde(default)]
    pub is_a_build_of__service: ToOne<ServiceRow>,
}

impl ImageRow {
    /// Its bytes.
    pub fn size(&self) -> Option<u64> {
        match &self.image_size {
            Value::String(text) => text.parse().ok(),
            other => other.as_u64(),
        }
    }
}

/// What of an image's build is read only when somebody looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageBuildRow {
    pub id: i64,
    pub build_log: Option<String>,
    pub dockerfile: Option<String>,
}

impl Row for ReleaseImageRow {
    const RESOURCE: &'static str = "release_image";
    const SELECT: &'static [&'static str] = &["id"];
}

impl Row for ImageRow {
    const RESOURCE: &'static str = "image";
    const SELECT: &'static [&'static str] = &[
        "id",
        "is_stored_at__image_location",
        "content_hash",
        "image_size",
        "project_type",
        "error_message",
        "start_timestamp",
        "end_timestamp",
    ];
}

impl Row for ImageBuildRow {
    const RESOURCE: &'static str = "image";
    const SELECT: &'static [&'static str] = &["id", "build_log", "dockerfile"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_text_or_a_number() {
        let row = |size: &str| -> ImageRow {
            let text = format!(
                r#"{{"id":1,"is_stored_at__image_location":"r/v2/a","content_hash":null,"image_size":{size},
                "project_type":null,"error_message":null,"start_timestamp":null,"end_timestamp":null}}"#
            );
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!((row("\"1300000\"").size(), row("7").size(), row("null").size()), (Some(1_300_000), Some(7), None));
    }
}
