//! POST, PATCH, PUT and DELETE over the model: narrowed to the caller's rows, kept to the rules of each resource.

mod body;
mod guard;
mod perform;
mod rules;
mod values;

pub(crate) use perform::perform;
pub use perform::{OdataMethod, OdataWrite, Written};
