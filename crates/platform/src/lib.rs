//! The embedded balena API.

pub mod admin;
pub mod blobs;
pub mod bus;
pub mod config;
pub mod error;
pub mod platform;
pub mod tunnel;

mod auth;
mod device_api;
mod device_types;
mod heartbeat;
mod hex;
mod http;
mod link;
mod logs;
mod nudge;
mod open;
mod registry;
mod routes;
mod state;
mod supervisor;
mod v7;
mod vpn;
