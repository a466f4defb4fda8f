//! Tabs of a page; each is an address.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast as _;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Which one `current` names.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// A count after the words.
    pub count: Option<String>,
}

/// A tab list of links: arrows move the focus, Enter follows (APG tabs, manual activation). The page gives its panel
/// `role="tabpanel"`.
#[component]
pub fn Tabs(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
    #[prop(into)] current: Signal<String>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let keys = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let children = list.children();
        let count = children.length();
        let focused = document().active_element();
        let at = (0..count).find(|&index| children.item(index) == focused);
        let (Some(at), true) = (at, count > 0) else { return };
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = children.item(next).and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A tab that went away in this very frame needs no focus.
            let _ = tab.focus();
        }
    };
    let items = move || {
        tabs.get()
            .into_iter()
            .map(|tab| {
                let id = tab.id;
                let on = Memo::new(move |_| current.with(|current| *current == id));
                view! {
                    <a
                        role="tab"
                        href=tab.href
                        aria-selected=move || if on.get() { "true" } else { "false" }
                        tabindex=move || if on.get() { "0" } else { "-1" }
                    >
                        {tab.label}
                        {tab.count.map(|count| view! { <span>{count}</span> })}
                    </a>
                }
            })
            .collect_view()
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=list on:keydown=keys>
            {items}
        </div>
    }
}
