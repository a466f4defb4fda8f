//! Who asks: every query and every write is narrowed, in SQL, to what this caller may see.

/// The caller, as the platform established it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The platform itself: sees and may change everything. Never for a request from outside.
    System,
    /// A person (or a key that acts as one): sees what belongs to the organizations they are a member of.
    User { user: i64, actor: i64 },
    /// A device with its own key: sees itself, its fleet, its fleet's releases and services.
    Device { device: i64, actor: i64 },
    /// A fleet's provisioning key: sees its fleet; may only register devices.
    Provisioning { application: i64, actor: i64 },
    /// A VPN service with its own key: sees every device, and says which of them are connected.
    VpnService,
    /// Nobody: sees what is public (device types).
    Guest,
}

impl Access {
    /// The actor the API calls this caller.
    pub const fn actor(self) -> Option<i64> {
        match self {
            Self::User { actor, .. } | Self::Device { actor, .. } | Self::Provisioning { actor, .. } => Some(actor),
            Self::System | Self::VpnService | Self::Guest => None,
        }
    }
}
