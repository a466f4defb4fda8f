//! What the gateway answers at which address.

pub(crate) mod api;
pub(crate) mod assets;
pub(crate) mod close_code;
pub(crate) mod diagnostics;
pub(crate) mod live;
pub(crate) mod renewal;
pub(crate) mod session;
pub(crate) mod sessions;
mod socket;
pub(crate) mod terminal;
