//! Small choices that this browser keeps for the next visit: how a list is drawn, which range a chart shows.

use leptos::prelude::window;

/// Before every name, so that nobody else's is read.
const PREFIX: &str = "binnacle.";

/// What was kept under this name, if anything can be read.
pub fn kept(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

/// Keeps a word under this name. A browser that keeps nothing only forgets it.
pub fn keep(name: &str, word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("{PREFIX}{name}"), word);
    }
}
