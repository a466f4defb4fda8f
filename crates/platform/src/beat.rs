//! One poll of a device, on its way to the timers.

use tokio::sync::oneshot;

/// A device asked for its target state.
#[derive(Debug)]
pub(crate) struct Beat {
    pub(crate) device: i64,
    /// How often it asks from now on, as it has just been told, in milliseconds.
    pub(crate) poll_interval_ms: i64,
    /// Let go of when what the poll changes is written down, or when it changes nothing.
    pub(crate) written: oneshot::Sender<()>,
}
