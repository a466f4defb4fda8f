//! A labelled input with its help and its error, wired together for assistive technology.

use leptos::{html, prelude::*};

use crate::{
    icon::{Glyph, Icon},
    state_mark::{Shape, StateMark},
    tone::Tone,
    unique_id::unique_id,
};

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputKind {
    /// Plain text.
    #[default]
    Text,
    /// A secret.
    Password,
    /// An address of a server.
    Url,
    /// A number.
    Number,
}

impl InputKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Password => "password",
            Self::Url => "url",
            Self::Number => "number",
        }
    }
}

/// A text field. `error` shows under it and marks it invalid; `help` stands under it otherwise too. `autocomplete` takes the HTML
/// words ("username", "current-password"); `large` is the 34 px of the login card; `mono` is for machine text.
#[component]
pub fn TextField(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(optional)] kind: InputKind,
    #[prop(optional, into)] name: Option<&'static str>,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    #[prop(optional, into)] help: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] large: bool,
    #[prop(optional)] mono: bool,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id("field");
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described_by = {
        let (help_id, error_id) = (help_id.clone(), error_id.clone());
        move || match (error.get().is_some(), help.get().is_some()) {
            (true, true) => Some(format!("{error_id} {help_id}")),
            (true, false) => Some(error_id.clone()),
            (false, true) => Some(help_id.clone()),
            (false, false) => None,
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                class="input"
                class:l=large
                class:mono=mono
                class:bad=move || error.get().is_some()
                type=kind.name()
                name=name
                autocomplete=autocomplete.unwrap_or("off")
                placeholder=move || placeholder.get()
                required=required
                spellcheck="false"
                autocapitalize="off"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described_by
                prop:value=value
                node_ref=node_ref
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            <div class="error" id=error_id role="alert">
                {move || {
                    error.get().map(|error| {
                        view! { <StateMark tone=Tone::Fail shape=Shape::Square /><span>{error}</span> }
                    })
                }}
            </div>
            {move || help.get().map(|help| view! { <div class="help" id=help_id.clone()>{help}</div> })}
        </div>
    }
}

/// A search input with its magnifier: label for assistive technology only, Esc clears what is there.
#[component]
pub fn SearchField(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    #[prop(optional)] small: bool,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    view! {
        <label class="input search" class:s=small>
            <Icon glyph=Glyph::Search />
            <input
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                placeholder=move || placeholder.get().unwrap_or_else(|| label.get())
                prop:value=value
                node_ref=node_ref
                on:input=move |event| on_input.run(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && !value.with_untracked(String::is_empty) {
                        event.stop_propagation();
                        event.prevent_default();
                        on_input.run(String::new());
                    }
                }
            />
        </label>
    }
}
