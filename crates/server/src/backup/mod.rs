//! `binnacle backup` and `binnacle restore`: everything the platform keeps, in one file.

mod manifest;
pub(crate) mod restore;
mod source;
pub(crate) mod write;
