//! The update engine: brings what is installed to what the target state says, and acts on services.

pub(crate) mod actions;
mod install;
pub(crate) mod installed;
pub(crate) mod listing;
pub(crate) mod locks;
pub(crate) mod machine;
pub(crate) mod plan;
mod stuck;
pub(crate) mod update;
