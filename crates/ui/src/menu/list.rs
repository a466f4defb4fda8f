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
    last: bool,
    /// Keys pressed on the trigger before the open list had the focus.
    early: StoredValue<Vec<String>>,
    #[prop(into)] on_choose: Callback<String>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let typed = StoredValue::new(Typeahead::default());

    let moved = move |key: &str, at: usize| {
        let labels: Vec<String> = items.with_untracked(|items| items.iter().map(|item| item.label.clone()).collect());
        let count = labels.len().max(1);
        match key {
            "ArrowDown" => Some((at + 1) % count),
            "ArrowUp" => Some((at + count - 1) % count),
            "Home" => Some(0),
            "End" => Some(count - 1),
            key => typed.try_update_value(|typed| typed.press(key, js_sys::Date::now(), &labels, at)).flatten(),
        }
    };

    // After the layer is shown: a hidden element takes no focus. Who types on at once means the list already.
    request_animation_frame(move || {
        let mut at = if last { items.with_untracked(Vec::len).saturating_sub(1) } else { 0 };
        focus_item(list, at);
        for key in early.try_update_value(std::mem::take).unwrap_or_default() {
            if key == "Enter" || (key == " " && typed.with_value(|typed| *typed == Typeahead::default())) {
                press_item(list, at);
                return;
            }
            if let Some(next) = moved(&key, at) {
                at = next;
                focus_item(list, at);
            }
        }
    });

    let keys = move |event: KeyboardEvent| {
        event.stop_propagation();
        let next = match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                on_close.run(());
                return;
            }
            "Tab" => {
                on_close.run(());
                return;
            }
            key => match moved(key, focused_item(list).unwrap_or(0)) {
                Some(next) => next,
                None => return,
            },
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

fn focus_item(list: NodeRef<html::Div>, index: usize) {
    let item = menu_items(list).and_then(|items| items.item(u32::try_from(index).unwrap_or(0)));
    if let Some(item) = item.and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A menu that closed in this very frame needs no focus.
        let _ = item.focus();
    }
}

fn press_item(list: NodeRef<html::Div>, index: usize) {
    let item = menu_items(list).and_then(|items| items.item(u32::try_from(index).unwrap_or(0)));
    if let Some(item) = item.and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        item.click();
    }
}

fn focus_target(event: &leptos::ev::PointerEvent) {
    if let Some(item) = event.current_target().and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        // The pointer and the keyboard share one active item.
        let _ = item.focus();
    }
}
