//! Exclusive choices with their consequences spelled out.

use leptos::prelude::*;

use crate::unique_id::unique_id;

/// One choice: value, words, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RadioOption<T> {
    /// What `on_change` answers with.
    pub value: T,
    /// Its words.
    pub label: String,
    /// The consequence, beneath in muted text.
    pub help: Option<String>,
}

/// Native radio buttons under one legend.
#[component]
pub fn RadioGroup<T>(
    #[prop(into)] legend: Signal<String>,
    options: Vec<RadioOption<T>>,
    #[prop(into)] value: Signal<T>,
    #[prop(into)] on_change: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = unique_id("radio");
    let items = options
        .into_iter()
        .map(|option| {
            let mine = option.value.clone();
            let chosen = option.value;
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        class="radio"
                        name=name.clone()
                        prop:checked=move || value.with(|value| *value == mine)
                        on:change=move |_| on_change.run(chosen.clone())
                    />
                    <span>
                        {option.label}
                        {option.help.map(|help| view! { <small>{help}</small> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            {items}
        </fieldset>
    }
}
