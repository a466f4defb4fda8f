//! The log engine: lines in byte arenas with offsets, levels, ANSI colours, search and filters, without any DOM.

pub mod ansi;
mod bits;
pub mod clock;
mod column;
pub mod desk;
pub mod export;
pub mod fields;
pub mod filter;
pub mod folding;
pub mod level;
mod likeness;
pub mod line;
pub mod log;
pub mod matcher;
pub mod needle;
mod numbering;
mod origin;
mod part;
mod parts;
pub mod pattern;
mod segment;
pub mod settling;
mod sieve;
pub mod style;
pub mod templates;
pub mod timeline;
pub mod view;
