//! Doing one thing to many devices: what it is, what comes of it for each, and who cannot.

pub mod action;
pub mod architecture;
pub mod plan;
pub mod variables;
pub mod verdict;
pub mod words;
