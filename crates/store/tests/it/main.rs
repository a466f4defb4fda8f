//! The store as the platform uses it, against real databases in temporary folders.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what cannot be made or read fails the test")]

mod device_reports;
mod odata_read;
mod odata_write;
mod status;
mod world;
