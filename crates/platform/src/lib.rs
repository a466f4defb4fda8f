//! The embedded balena API.

pub mod admin;
pub mod blobs;
pub mod bus;
pub mod config;
pub mod error;
pub mod platform;
pub mod route_table;
pub mod tunnel;

mod auth;
mod credentials;
mod device_api;
mod device_types;
mod heartbeat;
mod hex;
mod http;
mod link;
mod links;
mod log_hub;
mod logs;
mod nudge;
mod open;
mod registry;
mod routes;
mod rows;
mod state;
mod supervisor;
mod v7;
mod visible;
mod vpn;
