//! Filters one can see, edit and take away, and switches beside a list.

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::{
    category::CategorySquare,
    icon::{Glyph, Icon},
};

/// A filter in force: key, operator, value. `on_edit` makes the words a button; Delete or Backspace on it removes it too.
#[component]
pub fn FilterChip(
    #[prop(into)] key: Signal<String>,
    #[prop(into)] operator: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] on_edit: Option<Callback<()>>,
    #[prop(into)] on_remove: Callback<()>,
) -> impl IntoView {
    let words = move || {
        view! {
            <span class="k">{key}</span>
            <span>{operator}</span>
            <span>{value}</span>
        }
    };
    let keys = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Backspace" | "Delete") {
            event.prevent_default();
            on_remove.run(());
        }
    };
    view! {
        <span class="chip" on:keydown=keys>
            {match on_edit {
                Some(on_edit) => {
                    view! { <button type="button" class="words" on:click=move |_| on_edit.run(())>{words()}</button> }.into_any()
                }
                None => words().into_any(),
            }}
            <button
                type="button"
                class="k remove"
                aria-label=move || format!("Remove filter {} {} {}", key.get(), operator.get(), value.get())
                on:click=move |_| on_remove.run(())
            >
                <Icon glyph=Glyph::Close size=12 />
            </button>
        </span>
    }
}

/// The dashed chip that adds a filter.
#[component]
pub fn AddChip(
    #[prop(into)] label: Signal<String>,
    #[prop(default = Glyph::Plus)] glyph: Glyph,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="chip add" on:click=move |_| on_press.run(())>
            <span><Icon glyph size=12 />{label}</span>
        </button>
    }
}

/// A chip that is on or off (`aria-pressed`), with an identity square (`swatch`) and a `count` where they help.
#[component]
pub fn ToggleChip(
    #[prop(into)] pressed: Signal<bool>,
    #[prop(into)] on_toggle: Callback<bool>,
    #[prop(optional, into)] swatch: MaybeProp<u8>,
    #[prop(optional, into)] count: MaybeProp<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip"
            class:on=pressed
            class:off=move || !pressed.get()
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            on:click=move |_| on_toggle.run(!pressed.get_untracked())
        >
            <span>
                {move || swatch.get().map(|swatch| view! { <CategorySquare swatch /> })}
                {children()}
                {move || count.get().map(|count| view! { <span class="n">{count}</span> })}
            </span>
        </button>
    }
}
