//! What a new device is given: its config.json, and the OS settings that go beside it (balena-api.md §4).

mod asked;
mod config_json;
mod download;
mod os_config;
pub(crate) mod routes;
