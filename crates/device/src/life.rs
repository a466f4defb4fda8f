//! What ends one run of the device's software.

/// What the device was told to do with itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    /// Go off and come back.
    Reboot,
    /// Go off.
    Shutdown,
}
