//! A switch whose effect is immediate.

use leptos::prelude::*;

use crate::unique_id::unique_id;

/// A `role=switch` with its words at the right and its consequence beneath.
#[component]
pub fn Toggle(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(optional, into)] help: MaybeProp<String>,
) -> impl IntoView {
    let id = unique_id("toggle");
    let help_id = format!("{id}-help");
    let described_by = help_id.clone();
    view! {
        <span class="choice">
            <button
                type="button"
                role="switch"
                class="toggle"
                class:on=checked
                aria-checked=move || if checked.get() { "true" } else { "false" }
                aria-labelledby=id.clone()
                aria-describedby=move || help.get().map(|_| described_by.clone())
                on:click=move |_| on_change.run(!checked.get_untracked())
            ></button>
            <span>
                <span id=id on:click=move |_| on_change.run(!checked.get_untracked())>{label}</span>
                {move || help.get().map(|help| view! { <small id=help_id.clone()>{help}</small> })}
            </span>
        </span>
    }
}
