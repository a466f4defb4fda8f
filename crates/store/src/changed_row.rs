//! Which rows a write changed: what the platform publishes on its change bus after the commit.

/// One row that changed, came or went.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChangedRow {
    /// The OData resource: `device`, `image_install`, `release`, …
    pub resource: &'static str,
    pub id: i64,
    /// The fleet it belongs to.
    pub application: Option<i64>,
    /// The device it belongs to (a device's own row, its installs, its tags, …).
    pub device: Option<i64>,
}
