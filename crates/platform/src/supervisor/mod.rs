//! Asking the supervisors of devices, through their links (balena-api.md §9).

mod asked;
pub(crate) mod find;
mod note;
pub(crate) mod relay;
pub(crate) mod route;
