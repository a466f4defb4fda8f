//! The keys a touch keyboard lacks.

use leptos::prelude::*;
use ui::icon::{Glyph, Icon};

use super::feed::Feed;

/// What each key sends.
const KEYS: [(&str, &str, &str); 5] =
    [("esc", "Escape", "\u{1b}"), ("tab", "Tab", "\t"), ("|", "Pipe", "|"), ("/", "Slash", "/"), ("-", "Dash", "-")];

#[component]
pub(super) fn KeyRow(feed: Feed, control: RwSignal<bool>) -> impl IntoView {
    let press = move |keys: &str| {
        if let Some(terminal) = feed.terminal() {
            terminal.type_keys(keys);
            terminal.focus();
        }
    };
    let key = move |(word, label, keys): (&'static str, &'static str, &'static str)| {
        view! { <button type="button" aria-label=label on:click=move |_| press(keys)>{word}</button> }
    };
    let arrow = move |glyph, label: &'static str, keys: &'static str| {
        view! { <button type="button" aria-label=label on:click=move |_| press(keys)><Icon glyph size=16 /></button> }
    };
    view! {
        <div class="m-keys term-keys" role="group" aria-label="Keys">
            {KEYS[..2].iter().map(|one| key(*one)).collect_view()}
            <button
                type="button"
                aria-label="Control"
                aria-pressed=move || if control.get() { "true" } else { "false" }
                on:click=move |_| {
                    control.update(|held| *held = !*held);
                    press("");
                }
            >
                "ctrl"
            </button>
            {KEYS[2..].iter().map(|one| key(*one)).collect_view()}
            {arrow(Glyph::ChevronUp, "Up", "\u{1b}[A")}
            {arrow(Glyph::ChevronDown, "Down", "\u{1b}[B")}
        </div>
    }
}
