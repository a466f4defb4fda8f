//! The terminal socket: one shell, its bytes told once, resumed when the socket breaks.

pub mod connection;
pub mod event;
mod progress;
