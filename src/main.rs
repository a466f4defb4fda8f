//! The Binnacle dashboard, mounted on the page body.

fn main() {
    leptos::mount::mount_to_body(dashboard::app::App);
}
