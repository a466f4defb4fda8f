//! What a fleet can be made of.

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
