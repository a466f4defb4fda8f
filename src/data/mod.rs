//! Everything remote, typed and live: the only place that knows an address of the API.

pub mod account;
pub mod actions;
pub mod bulk;
mod changes;
mod convert;
pub mod device;
pub mod device_past;
#[allow(dead_code, reason = "the devices page comes to read it")]
pub mod device_table;
pub mod devices;
pub mod diagnostics;
pub mod edits;
pub mod failure;
pub mod fleet_choices;
pub mod fleet_edits;
pub mod fleets;
pub mod hub;
pub mod link;
pub mod logs;
pub mod organizations;
pub mod release;
pub mod release_assets;
pub mod release_build;
pub mod release_edits;
pub mod release_outlook;
pub mod releases;
pub mod rights;
pub mod search;
pub mod session;
pub mod tags;
pub mod terminal;
