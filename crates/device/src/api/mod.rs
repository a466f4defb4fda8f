//! The API as the device sees it (balena-api.md §4, the device's routes).

pub(crate) mod client;
pub(crate) mod device;
pub(crate) mod fleet;
pub(crate) mod trust;
