//! One folder or file a page; a page never sees another.

pub mod account;
pub mod configuration;
pub mod device;
pub mod devices;
pub mod fleet;
pub mod fleet_logs;
pub mod fleet_settings;
pub mod fleets;
pub mod login;
pub mod not_found;
pub mod provisioning;
pub mod releases;
pub mod unreachable;
pub mod variables;
