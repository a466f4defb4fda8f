//! The way in, mounted on the body of `login.html`.

fn main() {
    leptos::mount::mount_to_body(dashboard::entrance::Entrance);
}
