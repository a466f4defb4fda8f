//! Who is asking, and the routes that hand out tokens and keys.

pub(crate) mod caller;
pub(crate) mod credential;
pub(crate) mod keys;
mod login;
pub(crate) mod may;
pub(crate) mod own;
pub(crate) mod peer;
pub(crate) mod routes;
mod whoami;
