//! What the gateway answers at which address.

pub(crate) mod api;
pub(crate) mod assets;
pub(crate) mod close_code;
pub(crate) mod live;
pub(crate) mod session;
mod socket;
pub(crate) mod terminal;
