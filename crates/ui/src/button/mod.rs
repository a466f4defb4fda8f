//! Buttons and links that look like them.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    icon::{Glyph, Icon},
    kbd::Kbd,
    state_mark::{Shape, StateMark},
    tone::Tone,
    unique_id::unique_id,
};

/// What a button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// An ordinary action.
    #[default]
    Plain,
    /// The one primary action of a page.
    Ink,
    /// Opens a dialog for something hard to undo; its words end in "…".
    Risk,
    /// The irreversible action itself, in a dialog only.
    Danger,
    /// Quiet: clear, cancel.
    Ghost,
}

/// Height of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonSize {
    /// 30 px (40 on narrow screens).
    #[default]
    Normal,
    /// 26 px (32 on narrow screens).
    Small,
    /// 34 px, as in the login card.
    Large,
}

fn classes(kind: ButtonKind, size: ButtonSize) -> String {
    let kind = match kind {
        ButtonKind::Plain => "",
        ButtonKind::Ink => " ink",
        ButtonKind::Risk => " risk",
        ButtonKind::Danger => " danger",
        ButtonKind::Ghost => " ghost",
    };
    let size = match size {
        ButtonSize::Normal => "",
        ButtonSize::Small => " s",
        ButtonSize::Large => " l",
    };
    format!("btn{kind}{size}")
}

/// A native button. `disabled` is the reason why it cannot be pressed now: the button stays focusable, says the reason as its
/// description, and swallows the press. `busy` keeps the words, shows an arc and swallows presses too. `submit` submits its form.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional, into)] icon: Option<Glyph>,
    #[prop(optional, into)] shortcut: Option<&'static str>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: MaybeProp<String>,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let reason_id = unique_id("reason");
    let described_by = reason_id.clone();
    let off = Signal::derive(move || disabled.get().is_some());
    let press = move |event: MouseEvent| {
        if off.get_untracked() || busy.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=classes(kind, size)
            class:off=off
            title=move || disabled.get()
            aria-disabled=move || off.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-describedby=move || off.get().then(|| described_by.clone())
            aria-keyshortcuts=shortcut
            on:click=press
        >
            {move || {
                if busy.get() {
                    Some(view! { <StateMark tone=Tone::Busy shape=Shape::Arc /> }.into_any())
                } else {
                    icon.map(|glyph| view! { <Icon glyph /> }.into_any())
                }
            }}
            {children()}
            {shortcut.map(|keys| view! { <span class="shortcut" aria-hidden="true"><Kbd keys /></span> })}
            {move || disabled.get().map(|reason| view! { <span class="sr-only" id=reason_id.clone()>{reason}</span> })}
        </button>
    }
}

/// A link with the looks of a button, for going somewhere.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional, into)] icon: Option<Glyph>,
    #[prop(optional, into)] shortcut: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=classes(kind, size) href=href aria-keyshortcuts=shortcut>
            {icon.map(|glyph| view! { <Icon glyph /> })}
            {children()}
            {shortcut.map(|keys| view! { <span class="shortcut" aria-hidden="true"><Kbd keys /></span> })}
        </a>
    }
}
