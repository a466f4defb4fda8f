//! Who is signed in: the sealed cookie, the sessions that live and those revoked, and the routes.

pub(crate) mod cookie;
pub(crate) mod known;
pub(crate) mod registry;
pub(crate) mod seal;
pub(crate) mod user_session;
