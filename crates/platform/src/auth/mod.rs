//! Who is asking, and the routes that hand out tokens and keys.

pub(crate) mod body_token;
pub(crate) mod caller;
pub(crate) mod credential;
mod key_routes;
pub(crate) mod keys;
pub(crate) mod login;
pub(crate) mod may;
pub(crate) mod own;
pub(crate) mod peer;
mod public_keys;
pub(crate) mod routes;
pub(crate) mod standing;
mod whoami;
