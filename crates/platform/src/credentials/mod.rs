//! Passwords, tokens and how often they may be guessed; nothing of requests.

pub(crate) mod password;
pub(crate) mod registry_signer;
pub(crate) mod throttle;
pub(crate) mod token;
