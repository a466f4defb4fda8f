//! The store in a browser: its private file system for an origin (OPFS), from a dedicated worker, one tab at a time.

mod browser;
mod failure;
pub mod files;
mod folder;
pub mod forget;
mod handle;
mod lock;
pub mod open;
mod opening;
mod signal;
