//! The device's log on its way to the API: kept until acknowledged, sent exactly once.

pub(crate) mod journal;
pub(crate) mod pump;
mod ring;
pub(crate) mod sender;
