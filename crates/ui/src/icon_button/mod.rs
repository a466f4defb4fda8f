//! A button that is an icon; its label is its name and its tooltip.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    icon::{Glyph, Icon},
    tooltip::Tooltip,
};

/// An icon button. `outlined` gives it the border of a button, `touch` the 44 px of narrow screens, `pressed` makes it a toggle
/// (`aria-pressed`), `disabled` is the reason why it cannot be pressed, said in the tooltip.
#[component]
pub fn IconButton(
    #[prop(into)] glyph: Signal<Glyph>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] outlined: bool,
    #[prop(optional)] touch: bool,
    #[prop(optional, into)] pressed: MaybeProp<bool>,
    #[prop(optional, into)] disabled: MaybeProp<String>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let off = Signal::derive(move || disabled.get().is_some());
    let name = Signal::derive(move || match disabled.get() {
        Some(reason) => format!("{} ({reason})", label.get()),
        None => label.get(),
    });
    let press = move |event: MouseEvent| {
        event.stop_propagation();
        if let (false, Some(on_press)) = (off.get_untracked(), on_press) {
            on_press.run(());
        }
    };
    view! {
        <Tooltip text=name>
            <button
                type="button"
                class="icb"
                class:line=outlined
                class:t=touch
                class:on=move || pressed.get().unwrap_or(false)
                class:off=off
                aria-label=name
                aria-disabled=move || off.get().then_some("true")
                aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
                on:click=press
            >
                <Icon glyph size=if touch { 18 } else { 14 } />
            </button>
        </Tooltip>
    }
}

/// A link that is an icon.
#[component]
pub fn IconLink(
    #[prop(into)] glyph: Signal<Glyph>,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] outlined: bool,
    #[prop(optional)] touch: bool,
) -> impl IntoView {
    view! {
        <Tooltip text=label>
            <a class="icb" class:line=outlined class:t=touch href=href aria-label=label>
                <Icon glyph size=if touch { 18 } else { 14 } />
            </a>
        </Tooltip>
    }
}
