//! The device link: yamux over a WebSocket, both ends.

pub mod device;
pub mod frame;
mod limits;
mod lines;
pub mod platform;
mod socket;
pub mod stream;
