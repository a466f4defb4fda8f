//! The way in, mounted on the body of `login.html`.

fn main() {
    dashboard::entrance::mount();
}
