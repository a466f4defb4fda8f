//! The table engine: rows in columns, filtered by a small language, ordered, grouped and counted; pure Rust.

pub mod cell;
mod column;
pub mod facet;
pub mod filter;
mod fold;
pub mod group;
mod interner;
pub mod journal;
mod matcher;
mod moment;
pub mod order;
mod quote;
mod radix;
pub mod schema;
pub mod table;
mod version;
pub mod view;
