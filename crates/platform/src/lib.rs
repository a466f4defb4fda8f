//! The embedded balena API.

pub mod admin;
pub mod blobs;
pub mod bus;
pub mod config;
pub mod control;
pub mod device_settings;
pub mod error;
pub mod platform;
pub mod route_table;
pub mod tunnel;

mod assets;
mod auth;
mod config_vars;
mod credentials;
mod device_api;
mod device_config;
mod device_types;
mod endpoints;
mod heartbeat;
mod hex;
mod http;
mod link;
mod links;
mod log_hub;
mod logs;
mod nudge;
mod open;
mod reach;
mod registry;
mod routes;
mod rows;
mod state;
mod supervisor;
mod v7;
mod visible;
mod vpn;
