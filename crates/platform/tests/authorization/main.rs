//! Who may what: every route and every resource by every kind of caller, and how soon a right that ended is felt.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test's helpers fail by panicking, as its bodies do"
)]

mod callers;
mod fleet_keys;
mod revocation;
mod routes;
mod rows;
mod secrets;
#[path = "../support/mod.rs"]
mod support;
mod table;
