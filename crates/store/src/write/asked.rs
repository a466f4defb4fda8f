//! A write as it arrived.

use odata::Request;
use serde_json::Value as Json;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OdataMethod {
    /// Makes a row.
    Post,
    /// Changes every row of the key or filter.
    Patch,
    /// Changes the row of a natural key, or makes it.
    Put,
    /// Removes every row of the key or filter.
    Delete,
}

/// A write as it arrived.
#[derive(Debug, Clone)]
pub struct OdataWrite {
    pub method: OdataMethod,
    pub request: Request,
    /// `Null` for DELETE.
    pub body: Json,
}
