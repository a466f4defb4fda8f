//! `/terminal`: shells on devices, kept here so that they outlive a page's socket (`wire::terminal`).

pub(crate) mod attachment;
pub(crate) mod container;
pub(crate) mod driver;
pub(crate) mod host_keys;
pub(crate) mod input;
pub(crate) mod output;
pub(crate) mod registry;
pub(crate) mod replay;
pub(crate) mod shell;
pub(crate) mod size;
pub(crate) mod ssh;
pub(crate) mod terminal_session;
pub(crate) mod user_key;
