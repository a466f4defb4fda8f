//! Tokens for image registries: `GET /auth/v1/token` (balena-api.md §4; the form is Docker's).

mod basic;
mod grant;
pub(crate) mod route;
mod scope;
mod subject;
