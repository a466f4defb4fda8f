//! The open list of a select: a search line that keeps the focus and moves the active option.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::matching::{SelectOption, matching};
use crate::{
    icon::{Glyph, Icon},
    unique_id::unique_id,
};

#[component]
pub(super) fn OptionList(
    label: Signal<String>,
    options: Signal<Vec<SelectOption>>,
    value: Signal<Option<String>>,
    input: NodeRef<html::Input>,
    #[prop(into)] on_choose: Callback<String>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let id = unique_id("listbox");
    let query = RwSignal::new(String::new());
    let list = NodeRef::<html::Ul>::new();
    let found = Memo::new(move |_| options.with(|options| query.with(|query| matching(options, query))));
    let chosen = value.get_untracked();
    let at = RwSignal::new(
        found.with_untracked(|found| found.iter().position(|option| Some(&option.id) == chosen.as_ref())).unwrap_or(0),
    );

    // After the layer is shown: what is hidden does not scroll.
    request_animation_frame(move || reveal(list, at.get_untracked()));

    let choose = Callback::new(move |index: usize| {
        let option = found.with_untracked(|found| found.get(index).cloned());
        if let Some(option) = option.filter(|option| option.disabled.is_none()) {
            on_choose.run(option.id);
        }
    });
    let keys = move |event: KeyboardEvent| {
        event.stop_propagation();
        let count = found.with_untracked(Vec::len).max(1);
        let now = at.get_untracked().min(count - 1);
        let next = match event.key().as_str() {
            "ArrowDown" => (now + 1) % count,
            "ArrowUp" => (now + count - 1) % count,
            "PageDown" => (now + 8).min(count - 1),
            "PageUp" => now.saturating_sub(8),
            "Enter" => {
                event.prevent_default();
                choose.run(now);
                return;
            }
            "Escape" | "Tab" => {
                event.prevent_default();
                on_close.run(());
                return;
            }
            _ => return,
        };
        event.prevent_default();
        at.set(next);
        reveal(list, next);
    };
    let option_id = {
        let id = id.clone();
        move |index: usize| format!("{id}-{index}")
    };
    let active = {
        let option_id = option_id.clone();
        move || (!found.with(Vec::is_empty)).then(|| option_id(at.get()))
    };
    let rows = move || {
        let chosen = value.get();
        found
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, option)| {
                let is_chosen = Some(&option.id) == chosen.as_ref();
                let off = option.disabled.is_some();
                view! {
                    <li
                        role="option"
                        id=option_id(index)
                        class="it"
                        class:on=move || at.get() == index
                        class:off=off
                        aria-selected=if is_chosen { "true" } else { "false" }
                        aria-disabled=off.then_some("true")
                        on:pointermove=move |_| {
                            if at.get_untracked() != index {
                                at.set(index);
                            }
                        }
                        on:click=move |_| choose.run(index)
                    >
                        <span class="tick">{is_chosen.then(|| view! { <Icon glyph=Glyph::Check size=12 /> })}</span>
                        <span class="words">{option.label}</span>
                        {option.disabled.or(option.hint).map(|words| view! { <span class="hint-words">{words}</span> })}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="menu listbox">
            <label class="input s search">
                <Icon glyph=Glyph::Search />
                <input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="Search"
                    aria-label=move || format!("Search {}", label.get())
                    aria-expanded="true"
                    aria-controls=id.clone()
                    aria-activedescendant=active
                    node_ref=input
                    on:keydown=keys
                    on:input=move |event| {
                        query.set(event_target_value(&event));
                        at.set(0);
                    }
                />
            </label>
            <ul role="listbox" id=id aria-label=label node_ref=list>
                {rows}
            </ul>
            {move || found.with(Vec::is_empty).then(|| view! { <p class="none" role="status">"Nothing matches"</p> })}
        </div>
    }
}

fn reveal(list: NodeRef<html::Ul>, index: usize) {
    let option = list.get_untracked().and_then(|list| list.children().item(u32::try_from(index).unwrap_or(0)));
    if let Some(option) = option {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}
