//! The supervisor API on the device's port 48484 (balena-api.md §9).

mod answer;
mod auth;
mod queries;
pub(crate) mod server;
pub(crate) mod state;
mod v1;
mod v2;
