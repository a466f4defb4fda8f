//! The device links: the route that takes them, and what is written of them.

pub(crate) mod orphans;
pub(crate) mod presence;
pub(crate) mod route;
