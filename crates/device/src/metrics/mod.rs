//! What the device measures of itself.

pub(crate) mod cpu;
pub(crate) mod network;
pub(crate) mod sample;
