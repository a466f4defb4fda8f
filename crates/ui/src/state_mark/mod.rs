//! A state as shape, word and hue together: never colour alone.

mod shape;

use leptos::prelude::*;
pub use shape::Shape;

use crate::tone::Tone;

/// The 12 × 12 mark alone, hidden from assistive technology: a word must stand beside it.
#[component]
pub fn StateMark(#[prop(into)] tone: Signal<Tone>, #[prop(into)] shape: Signal<Shape>) -> impl IntoView {
    view! {
        <svg class=move || format!("mk {}", tone.get().class()) viewBox="0 0 12 12" aria-hidden="true">
            {move || shape.get().draw()}
        </svg>
    }
}

/// Mark and word, as in tables and lists. `stale` dims it to 60 %; say "as of …" beside it.
#[component]
pub fn StateLabel(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] shape: Signal<Shape>,
    #[prop(optional, into)] stale: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <span class=move || format!("st {}", tone.get().class()) class:stale=stale>
            <StateMark tone shape />
            <span class="word">{children()}</span>
        </span>
    }
}
