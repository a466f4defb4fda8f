//! Browser sessions, the API proxy, live fan-out and the terminal bridge.

pub mod config;
pub mod log_limits;
pub mod origin;
pub mod router;
pub mod token;
pub mod upstream;

mod assets;
mod clock;
mod diagnostics;
mod envelope;
mod guard;
mod headers;
mod key_file;
mod live;
mod proxy;
mod random_id;
mod reply;
mod routes;
mod session;
mod state;
mod terminal;
