//! The query dialect of the balena API: its syntax tree, builder, printer and parser.
//!
//! The crate's face: [`Query`] and [`Expand`] build, `Display` prints, [`Request::parse`] reads back.

mod build;
mod expr;
mod options;
mod parse;
mod print;
mod request;

pub use build::{CountField, Field, Query, alias, all_of, any_of, asc, call, count_of, desc, field, not};
pub use expr::{BinaryOp, CountOf, Expr, Function, Lambda, Literal, Path, Quantifier};
pub use options::{Direction, Expand, Options, OrderBy, OrderKey};
pub use parse::{LIMITS, Limits, ParseError};
pub use request::{Key, KeyValue, Request, ResourcePath, Target};
