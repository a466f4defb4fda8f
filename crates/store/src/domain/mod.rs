//! What the platform does with the data beside OData: one module an idea, plain functions over a connection.

pub mod actors;
pub mod api_keys;
pub mod connectivity;
pub mod devices;
pub mod images;
pub mod logs;
pub mod manifests;
pub mod organizations;
pub(crate) mod os_range;
pub mod releases;
pub(crate) mod service_installs;
pub mod service_instances;
pub mod settings;
pub mod state_report;
pub mod target_state;
pub mod users;
mod variables;
