//! Reports to the API: what changed since the last one, steps at once and in order.

pub(crate) mod diff;
pub(crate) mod reporter;
