//! OData trees to SQL: one statement a request, values only as bound parameters, every row narrowed to the caller's.

mod answer;
mod condition;
mod function;
mod json;
mod literal;
mod navigation;
mod select;
mod statement;
pub(crate) mod visibility;

pub(crate) use answer::{answer, ids, row};
