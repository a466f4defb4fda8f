//! Tunnels to ports of devices: HTTP CONNECT from outside, a call from within the process (balena-api.md §10).

pub(crate) mod open;
mod request;
pub(crate) mod server;
pub mod stream;
