//! OData trees to SQL: one statement a request, values only as bound parameters, every row narrowed to the caller's.

mod answer;
mod condition;
mod function;
mod json;
mod literal;
mod navigation;
mod select;
mod span;
mod statement;
mod typed;
pub(crate) mod visibility;

pub(crate) use answer::{Sink, answer, ids, ids_in, row, write};
