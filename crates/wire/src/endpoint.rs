//! A route as a type: method, path, body and answer, written once for the page and the server.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The methods the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The word in the request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One call. The value carries what varies: ids in the path, the body.
pub trait Endpoint {
    /// The request's method.
    const METHOD: Method;
    /// What is sent as JSON; `()` sends nothing.
    type Input: Serialize;
    /// What a 2xx answer holds; `()` for an empty one.
    type Output: DeserializeOwned;

    /// Path and query, from the root of the server that answers.
    fn path(&self) -> String;

    /// The body, if the call has one.
    fn input(&self) -> Option<&Self::Input> {
        None
    }
}
