//! The change bus: what changed, in order, for whoever asks from where they were.

pub mod changes;
pub(crate) mod ring;
pub(crate) mod sight;
