//! URLs to trees: a recursive descent over the undecoded text, bounded in length, depth and size.

mod cursor;
mod error;
mod expr;
mod limits;
mod names;
mod options;
mod path;

pub use error::ParseError;
pub use limits::{LIMITS, Limits};
