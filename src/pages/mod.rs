//! One folder or file a page; a page never sees another.

pub mod device;
pub mod devices;
pub mod fleet;
pub mod fleets;
pub mod login;
pub mod not_found;
pub mod releases;
pub mod unreachable;
