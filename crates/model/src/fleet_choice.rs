//! What a fleet is made of: what can be chosen for it, and what was.

use crate::device::Tag;
use crate::timestamp::Timestamp;

/// A device type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceTypeChoice {
    pub id: i64,
    pub slug: String,
    pub name: String,
    /// Devices of one architecture run the same images.
    pub architecture: Option<String>,
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationChoice {
    pub id: i64,
    pub name: String,
    pub handle: String,
}

/// A fleet with what only its own pages show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetDetail {
    pub name: String,
    pub slug: String,
    pub uuid: String,
    pub is_public: bool,
    pub created_at: Timestamp,
    pub device_type: Option<DeviceTypeChoice>,
    pub organization: Option<OrganizationChoice>,
    /// Without those that this dashboard keeps for itself.
    pub tags: Vec<Tag>,
    /// Kept as a tag, since the balena API has no note of a fleet; empty when there is none.
    pub note: String,
}

/// Tags that begin so are this dashboard's own, not a person's.
pub const OWN_TAGS: &str = "io.binnacle.";
/// The tag that holds a fleet's note.
pub const NOTE_TAG: &str = "io.binnacle.note";
/// The longest note, in characters: what a tag of a fleet holds (balena-api.md §6.6).
pub const LONGEST_NOTE: usize = 1_000;
