//! What a VPN service of openBalena asks and reports, where one is used beside the device link (balena-api.md §10, last part).

mod auth;
pub(crate) mod instances;
mod reports;
pub(crate) mod routes;
