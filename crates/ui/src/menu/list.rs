//! The open menu: roving focus, arrows, Home, End, typeahead, Esc.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::item::MenuItem;
use crate::{icon::Icon, typeahead::Typeahead};

#[component]
pub(super) fn MenuList(
    id: String,
    label: Signal<String>,
    items: Signal<Vec<MenuItem>>,
    list: NodeRef<html::Div>,
    #[prop(into)] on_choose: Callback<String>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let typed = StoredValue::new(Typeahead::default());

    let keys = move |event: KeyboardEvent| {
        event.stop_propagation();
        let labels: Vec<String> = items.with_untracked(|items| items.iter().map(|item| item.label.clone()).collect());
        let count = labels.len().max(1);
        let at = focused_item(list).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1) % count,
            "ArrowUp" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            "Escape" => {
                event.prevent_default();
                on_close.run(());
                return;
            }
            "Tab" => {
                on_close.run(());
                return;
            }
            key => {
                let found =
                    typed.try_update_value(|typed| typed.press(key, js_sys::Date::now(), &labels, at)).flatten();
                let Some(found) = found else { return };
                found
            }
        };
        event.prevent_default();
        focus_item(list, next);
    };
    let rows = move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let off = item.disabled.is_some();
                let chosen = item.id;
                let choose = move |event: leptos::ev::MouseEvent| {
                    event.stop_propagation();
                    if !off {
                        on_choose.run(chosen.clone());
                    }
                };
                view! {
                    {item.heading.map(|heading| view! { <h3 role="presentation">{heading}</h3> })}
                    <button
                        type="button"
                        role="menuitem"
                        class="it"
                        class:off=off
                        class:risk=item.risk
                        tabindex="-1"
                        aria-disabled=off.then_some("true")
                        on:click=choose
                        on:pointermove=move |event| focus_target(&event)
                    >
                        {item.glyph.map(|glyph| view! { <Icon glyph /> })}
                        <span class="words">{item.label}</span>
                        {item.disabled.or(item.hint).map(|words| view! { <span class="hint-words">{words}</span> })}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="menu" role="menu" id=id aria-label=label node_ref=list on:keydown=keys>
            {rows}
        </div>
    }
}

fn menu_items(list: NodeRef<html::Div>) -> Option<web_sys::NodeList> {
    list.get_untracked().and_then(|list| list.query_selector_all("[role=menuitem]").ok())
}

fn focused_item(list: NodeRef<html::Div>) -> Option<usize> {
    let items = menu_items(list)?;
    let focused = document().active_element()?;
    let focused: &web_sys::Node = focused.as_ref();
    (0..items.length())
        .find(|&index| items.item(index).as_ref() == Some(focused))
        .and_then(|index| usize::try_from(index).ok())
}

pub(super) fn focus_item(list: NodeRef<html::Div>, index: usize) {
    let item = menu_items(list).and_then(|items| items.item(u32::try_from(index).unwrap_or(0)));
    if let Some(item) = item.and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = item.focus();
    }
}

fn focus_target(event: &leptos::ev::PointerEvent) {
    if let Some(item) = event.current_target().and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        // The pointer and the keyboard share one active item.
        let _ = item.focus();
    }
}
