//! The configuration variables there are (balena-api.md §6.6).

mod catalog;
pub(crate) mod route;
