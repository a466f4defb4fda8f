//! Typed calls from the page to its gateway, and the sockets of its live data and terminals.

pub mod backoff;
pub mod browser;
pub mod call;
pub mod diagnostics;
pub mod error;
pub mod live;
pub mod memory;
pub mod rows;
pub mod terminal;
pub mod transport;
