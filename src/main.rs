//! The Binnacle dashboard, mounted on the page body.

#![expect(
    unreachable_pub,
    reason = "the page is one binary: `pub` says that another floor uses it, which `xtask floors` checks"
)]

mod app;
mod data;
mod pages;
mod parts;
mod routes;
mod services;
mod shell;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
