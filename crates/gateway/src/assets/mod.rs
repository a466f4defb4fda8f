//! The dashboard's own files: embedded in the binary, or read from a folder during development.

pub(crate) mod files;
pub(crate) mod media_type;
