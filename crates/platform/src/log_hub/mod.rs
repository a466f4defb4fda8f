//! What stands behind the log routes: one way to the disk for all devices' lines, and lines shared by all who follow.

pub(crate) mod batch_limit;
pub(crate) mod chunk;
pub(crate) mod expiry;
pub(crate) mod feed;
pub(crate) mod writer;
