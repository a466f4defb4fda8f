//! Device types for tools that do not speak OData, and which device type a name stands for (balena-api.md §4, §6.3).

mod builds;
mod download_size;
mod images;
mod json;
pub(crate) mod known;
pub(crate) mod route;
mod slug;
