//! A few exclusive choices side by side.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast as _;

/// One of the choices: the value and its word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T> {
    /// What `on_change` answers with.
    pub value: T,
    /// The word on it.
    pub label: String,
    count: Option<Signal<String>>,
}

impl<T> Choice<T> {
    /// A choice.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into(), count: None }
    }

    /// With a count after its words; empty says nothing.
    #[must_use]
    pub fn counted(mut self, count: Signal<String>) -> Self {
        self.count = Some(count);
        self
    }
}

/// A radio group drawn as segments; arrows move and choose (APG radio group).
#[component]
pub fn Segmented<T>(
    #[prop(into)] label: Signal<String>,
    choices: Vec<Choice<T>>,
    #[prop(into)] value: Signal<T>,
    #[prop(into)] on_change: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let group = NodeRef::<html::Div>::new();
    let count = choices.len();
    let values: Vec<T> = choices.iter().map(|choice| choice.value.clone()).collect();
    let choose = move |event: KeyboardEvent| {
        let now = value.with_untracked(|value| values.iter().position(|one| one == value)).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (now + 1) % count.max(1),
            "ArrowLeft" | "ArrowUp" => (now + count.max(1) - 1) % count.max(1),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(chosen) = values.get(next) {
            on_change.run(chosen.clone());
            focus_child(group, next);
        }
    };
    let items = choices
        .into_iter()
        .map(|choice| {
            let mine = choice.value.clone();
            let on = Memo::new(move |_| value.with(|value| *value == mine));
            let chosen = choice.value;
            view! {
                <button
                    type="button"
                    role="radio"
                    class:on=on
                    aria-checked=move || if on.get() { "true" } else { "false" }
                    tabindex=move || if on.get() { "0" } else { "-1" }
                    on:click=move |_| on_change.run(chosen.clone())
                >
                    {choice.label}
                    {choice.count.map(|count| view! { <span class="count tn">{move || {
                        let count = count.get();
                        if count.is_empty() { count } else { format!(" {count}") }
                    }}</span> })}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="seg" role="radiogroup" aria-label=label node_ref=group on:keydown=choose>
            {items}
        </div>
    }
}

fn focus_child(group: NodeRef<html::Div>, index: usize) {
    let child = group.get_untracked().and_then(|group| group.children().item(u32::try_from(index).unwrap_or(0)));
    if let Some(child) = child.and_then(|child| child.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Losing the race with an unmount only means there is nothing left to focus.
        let _ = child.focus();
    }
}
