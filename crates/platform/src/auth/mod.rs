//! Who is asking: passwords, tokens, keys, and the routes that hand them out.

pub(crate) mod caller;
pub(crate) mod credential;
pub(crate) mod keys;
mod login;
pub(crate) mod may;
pub(crate) mod password;
pub(crate) mod routes;
pub(crate) mod throttle;
pub(crate) mod token;
mod whoami;
