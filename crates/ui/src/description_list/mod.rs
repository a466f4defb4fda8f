//! Terms and their values, one a row.

use leptos::prelude::*;

/// The list; its children are [`DescriptionItem`]s.
#[component]
pub fn DescriptionList(children: Children) -> impl IntoView {
    view! { <dl class="dl">{children()}</dl> }
}

/// One row.
#[component]
pub fn DescriptionItem(#[prop(into)] term: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
