//! The device links: the route that takes them and the table of who is connected.

pub(crate) mod links;
pub(crate) mod orphans;
pub(crate) mod presence;
pub(crate) mod route;
