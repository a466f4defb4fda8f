//! The Binnacle dashboard: the app, and the way in by itself.

#![expect(
    unreachable_pub,
    reason = "the page is one program: `pub` says that another floor uses it, which `xtask floors` checks"
)]

pub mod app;
mod data;
pub mod entrance;
pub mod measured_log;
mod pages;
mod parts;
mod routes;
mod services;
mod shell;
