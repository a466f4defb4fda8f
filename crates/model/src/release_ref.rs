//! What points at a release from elsewhere: a leaf, so that devices and releases may know each other's words.

/// What a release is called and found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReleaseRef {
    pub id: i64,
    /// Its version, or its short commit.
    pub label: String,
}
