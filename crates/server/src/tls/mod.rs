//! TLS for devices, SDKs and CLIs: a certificate authority of our own, or given certificates.

mod authority;
mod given;
pub(crate) mod listener;
mod names;
pub(crate) mod server;
