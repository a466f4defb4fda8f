//! A native checkbox in our drawing.

use leptos::{html, prelude::*};

/// A checkbox. `mixed` is the third state of "all"; `bare` hides the words from the eye, as in a table's first cell.
#[component]
pub fn Checkbox(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(optional, into)] mixed: Signal<bool>,
    #[prop(optional)] bare: bool,
    #[prop(into)] on_change: Callback<bool>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.set_indeterminate(mixed.get());
        }
    });
    view! {
        <label class="check">
            <input
                type="checkbox"
                class="cb"
                node_ref=input
                prop:checked=checked
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class:sr-only=bare>{label}</span>
        </label>
    }
}
