//! Pieces of bulk actions: what will come of one, and what came of it.

pub mod held;
pub mod preview;
pub mod result;
