//! The log engine: lines in byte arenas with offsets, levels, ANSI colours, search and filters, without any DOM.

pub mod ansi;
pub mod clock;
pub mod export;
pub mod filter;
pub mod level;
pub mod line;
pub mod log;
pub mod needle;
mod segment;
pub mod style;
pub mod view;
