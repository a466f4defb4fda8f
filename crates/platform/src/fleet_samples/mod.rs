//! How the states of a fleet's devices came to be what they are: counted each minute, read by people.

pub(crate) mod route;
pub(crate) mod sampler;
