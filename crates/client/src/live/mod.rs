//! The live socket: many subscriptions over one connection that comes back by itself.

pub mod connection;
pub mod event;
mod followed;
mod subscriptions;
