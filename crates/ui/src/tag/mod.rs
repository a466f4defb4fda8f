//! A tag as the user wrote it.

use leptos::prelude::*;

/// One tag.
#[component]
pub fn Tag(children: Children) -> impl IntoView {
    view! { <span class="tag">{children()}</span> }
}
