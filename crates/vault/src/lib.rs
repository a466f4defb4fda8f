//! Log lines kept in the browser: bounded, per person, off unless chosen, forgotten at logout.

mod chunk;
pub mod entry;
pub mod error;
mod frame;
mod header;
pub mod kept;
pub mod limits;
pub mod memory;
mod numbers;
pub mod opfs;
pub mod owner;
pub mod piece;
mod position;
mod reading;
mod record;
mod shelf;
mod shelves;
pub mod store;
pub mod usage;
pub mod vault;
mod walk;
