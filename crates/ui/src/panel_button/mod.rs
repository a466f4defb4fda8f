//! A button that opens a small panel beside it: choices that are made one after another, not a menu of actions.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

use crate::{
    icon::{Glyph, Icon},
    popover::{Align, Popover},
    unique_id::unique_id,
};

/// What takes the focus when the panel opens.
const FIRST: &str = "[data-first-focus], input, button, [tabindex='0']";

/// A button with `words`, opening `children` in a panel named `label`. Esc and a press outside close it, Esc gives the focus back.
/// `open` may be shared, so that what is in the panel can close it. `class` replaces the look of a small button.
#[component]
pub fn PanelButton(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] words: MaybeProp<String>,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(default = Align::End)] align: Align,
    #[prop(optional, into)] class: Option<&'static str>,
    #[prop(default = RwSignal::new(false))] open: RwSignal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let anchor = NodeRef::<html::Span>::new();
    let trigger = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let id = unique_id("panel");
    let controls = id.clone();
    let children = StoredValue::new(children);
    let focus = move |()| {
        let first = panel.get_untracked().and_then(|panel| panel.query_selector(FIRST).ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = first.focus();
        }
    };
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if !is_open
            && was_open == Some(true)
            && focus_is_nowhere()
            && let Some(trigger) = trigger.get_untracked()
        {
            // A trigger that is gone takes the focus with it.
            let _ = trigger.focus();
        }
        is_open
    });
    view! {
        <span class="menu-anchor" node_ref=anchor>
            <button
                type="button"
                class=class.unwrap_or("btn s")
                node_ref=trigger
                aria-haspopup="dialog"
                aria-label=move || words.get().is_none().then(|| label.get())
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=move || open.get().then(|| controls.clone())
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {glyph.map(|glyph| view! { <Icon glyph /> })}
                {move || words.get()}
            </button>
            {move || {
                open.get().then(|| {
                    let id = id.clone();
                    view! {
                        <Popover anchor align on_dismiss=move |()| open.set(false) on_shown=focus>
                            <div
                                class="menu panel"
                                role="dialog"
                                id=id
                                aria-label=label
                                node_ref=panel
                                on:keydown=move |event| {
                                    event.stop_propagation();
                                    if event.key() == "Escape" && !event.default_prevented() {
                                        event.prevent_default();
                                        open.set(false);
                                        if let Some(trigger) = trigger.get_untracked() {
                                            let _ = trigger.focus();
                                        }
                                    }
                                }
                            >
                                {children.with_value(|children| children())}
                            </div>
                        </Popover>
                    }
                })
            }}
        </span>
    }
}

fn focus_is_nowhere() -> bool {
    document().active_element().is_none_or(|focused| focused.tag_name() == "BODY")
}
