//! Tags of devices, fleets and releases: one write a change.

use model::device::Tag;
use odata::{Query, field};
use serde::Serialize;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// What tags are on.
#[allow(dead_code, reason = "the pages of fleets and releases come to use theirs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagged {
    Device,
    Fleet,
    Release,
}

/// Writes tags through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Tags(Hub);

/// The way to tag.
pub fn use_tags() -> Tags {
    Tags(use_hub())
}

#[derive(Serialize)]
struct Value {
    value: String,
}

impl Tagged {
    const fn resource(self) -> &'static str {
        match self {
            Self::Device => "device_tag",
            Self::Fleet => "application_tag",
            Self::Release => "release_tag",
        }
    }

    const fn parent(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Fleet => "application",
            Self::Release => "release",
        }
    }
}

impl Tags {
    /// The tag is there with this value, whether its key was there or not.
    pub async fn set(self, on: Tagged, id: i64, tag: Tag) -> Result<(), Failure> {
        let query = Query::of(on.resource()).key(on.parent(), id).key("tag_key", tag.key);
        self.0.heard(self.0.client().put(query, &Value { value: tag.value }).await)
    }

    /// The key is there no longer.
    pub async fn remove(self, on: Tagged, id: i64, key: String) -> Result<(), Failure> {
        let query = Query::of(on.resource()).filter(field(on.parent()).eq(id)).filter(field("tag_key").eq(key));
        self.0.heard(self.0.client().delete(query).await)
    }
}
