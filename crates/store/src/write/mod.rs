//! POST, PATCH, PUT and DELETE over the model: narrowed to the caller's rows, kept to the rules of each resource.

mod asked;
mod body;
mod guard;
mod may_change;
mod perform;
mod rules;
mod upload;
mod v6;
mod values;

pub use asked::{OdataMethod, OdataWrite};
pub use may_change::may_change;
pub use perform::Written;
pub(crate) use perform::perform;
pub use upload::Upload;
