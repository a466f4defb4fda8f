//! SSH on the device's port 22222: the host OS, and by `balena-engine` its services (balena-api.md §10).

mod host_key;
mod keys;
mod process;
pub(crate) mod server;
mod session;
pub(crate) mod shell;
