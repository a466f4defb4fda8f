//! The list under a query box.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::{html, prelude::*};

use super::token::Completion;
use crate::kbd::Kbd;

/// The lines that would complete; the focus stays in the box.
#[component]
pub(super) fn Completions(
    id: String,
    offered: Memo<Vec<Completion>>,
    chosen: RwSignal<Option<usize>>,
    on_take: Callback<usize>,
) -> impl IntoView {
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move |_| {
        let at = chosen.get();
        let option = at
            .zip(list.get())
            .and_then(|(at, list)| list.query_selector_all("[role=option]").ok()?.item(u32::try_from(at).ok()?));
        if let Some(option) = option.and_then(|option| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(option).ok())
        {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    let rows = {
        let id = id.clone();
        move || {
            offered
                .get()
                .into_iter()
                .enumerate()
                .map(|(at, one)| {
                    let is_on = move || chosen.get() == Some(at);
                    view! {
                        {one.heading.map(|heading| view! { <li role="presentation" class="heading">{heading}</li> })}
                        <li
                            role="option"
                            id=format!("{id}-{at}")
                            class="it"
                            class:on=is_on
                            aria-selected=move || if is_on() { "true" } else { "false" }
                            on:pointerdown=move |event| {
                                // The box keeps the focus.
                                event.prevent_default();
                                on_take.run(at);
                            }
                        >
                            <span class="words mono">{one.label}</span>
                            {one.hint.map(|hint| view! { <span class="hint-words">{hint}</span> })}
                        </li>
                    }
                })
                .collect_view()
        }
    };
    view! {
        <div class="menu completions">
            <ul role="listbox" id=id aria-label="Completions" node_ref=list>
                {rows}
            </ul>
            <div class="hint" aria-hidden="true">
                <span><Kbd keys="↑" /><Kbd keys="↓" />"choose"</span>
                <span><Kbd keys="Tab" />"complete"</span>
                <span><Kbd keys="↵" />"run"</span>
            </div>
        </div>
    }
}
