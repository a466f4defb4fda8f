//! A device's log: a ring of its last lines on the disk, each kept once however often a device sends it (balena-api.md §8).
//!
//! Lines that came together are one row, a block of NDJSON as readers get it. So a line costs no row, no index entry
//! and no second rendering; trimming drops whole blocks; the last N lines are a walk along the primary key.

pub mod append;
pub mod block;
pub mod expire;
pub mod read;
