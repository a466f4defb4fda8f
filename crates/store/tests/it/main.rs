//! The store as the platform uses it, against real databases in temporary folders.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what cannot be made or read fails the test")]

mod cascades;
mod device_reports;
mod history;
mod logs;
mod model;
mod odata_read;
mod odata_write;
mod releases;
mod status;
mod system_targets;
mod world;
