//! Images: downloaded by layers, checked, unpacked, found again.

mod blob;
pub(crate) mod error;
pub(crate) mod limiter;
pub(crate) mod location;
pub(crate) mod progress;
pub(crate) mod pull;
pub(crate) mod store;
mod unpack;
