//! A worker that does what `check.mjs` says, to prove the vault in a real browser.

#[cfg(target_arch = "wasm32")]
mod orders;

fn main() {
    #[cfg(target_arch = "wasm32")]
    orders::listen();
}
