//! What a place is for while there is nothing in it.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// Icon, title, one sentence (children), then `actions`: one ink and one plain button at most.
#[component]
pub fn EmptyState(
    glyph: Glyph,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] actions: ViewFn,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="center empty">
            <Icon glyph size=40 />
            <h2>{title}</h2>
            <p>{children()}</p>
            <div class="hstack actions">{move || actions.run()}</div>
        </div>
    }
}
