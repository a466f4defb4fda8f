//! What the person chose in the list: what bulk actions act on.

use leptos::prelude::*;
use model::device::Device;

/// The chosen devices.
#[derive(Debug, Clone)]
pub struct Selected {
    pub count: usize,
    /// Some: every device that this filter lets through, also those that come (a wish, not a list); empty lets all through.
    pub matching: Option<String>,
    /// The devices as the page knows them when it is run: to be asked at the press, not before.
    pub devices: Callback<(), Vec<Device>>,
}
