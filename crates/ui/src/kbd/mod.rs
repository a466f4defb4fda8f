//! A key or a chord, drawn.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// One key cap. `⌘ ↵ ↑ ↓` are drawn as icons, since the self-hosted latin fonts do not hold them; the words are read out.
#[component]
pub fn Kbd(#[prop(into)] keys: Signal<String>) -> impl IntoView {
    let parts = move || keys.with(|keys| keys.chars().map(part).collect_view());
    view! { <kbd>{parts}</kbd> }
}

fn part(key: char) -> AnyView {
    match drawn(key) {
        Some((glyph, word)) => view! { <Icon glyph size=11 /><span class="sr-only">{word}</span> }.into_any(),
        None => key.to_string().into_any(),
    }
}

const fn drawn(key: char) -> Option<(Glyph, &'static str)> {
    match key {
        '⌘' => Some((Glyph::Command, "Command ")),
        '↵' => Some((Glyph::Return, "Enter")),
        '↑' => Some((Glyph::ArrowUp, "Up")),
        '↓' => Some((Glyph::ArrowDown, "Down")),
        _ => None,
    }
}
