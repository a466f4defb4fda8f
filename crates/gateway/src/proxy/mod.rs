//! `/api/*`: the page's way to the balena API, with the token added here.

pub(crate) mod errors;
pub(crate) mod rules;
