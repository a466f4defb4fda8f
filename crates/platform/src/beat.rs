//! One poll of a device, on its way to the timers.

/// A device asked for its target state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Beat {
    pub(crate) device: i64,
    /// How often it asks from now on, as it has just been told, in milliseconds.
    pub(crate) poll_interval_ms: i64,
}
