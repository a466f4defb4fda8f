//! What every route shares: how it refuses, which headers it carries, how it reads a body.

pub(crate) mod body;
pub(crate) mod etag;
pub(crate) mod head_size;
pub(crate) mod headers;
pub(crate) mod refusal;
pub(crate) mod trailing_slash;
