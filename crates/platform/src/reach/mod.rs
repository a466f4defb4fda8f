//! How a connected device is reached: over its own link, or through the VPN service that reported it.

pub(crate) mod error;
pub(crate) mod route;
pub(crate) mod stream;
mod vpn;
