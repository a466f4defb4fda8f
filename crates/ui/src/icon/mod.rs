//! One small set of stroke icons on a 16 grid.

mod glyph;

pub use glyph::Glyph;
use leptos::prelude::*;

/// A decorative icon in `currentColor`; the words beside it, or the label of its button, are the name. `size` in px.
#[component]
pub fn Icon(#[prop(into)] glyph: Signal<Glyph>, #[prop(default = 14)] size: u32) -> impl IntoView {
    view! {
        <svg
            class="icon"
            width=size
            height=size
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            stroke-width=move || glyph.get().stroke_width()
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=move || glyph.get().outline() />
        </svg>
    }
}
