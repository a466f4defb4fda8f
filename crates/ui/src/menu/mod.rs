//! A button that opens a menu of actions (APG menu button).

mod item;
mod list;

use leptos::{html, prelude::*};

pub use self::item::MenuItem;
use self::list::{MenuList, focus_item};
use crate::{
    icon::{Glyph, Icon},
    popover::{Align, Popover},
    unique_id::unique_id,
};

/// A menu button. `children` draw the trigger (words, an avatar); without them it is an icon button with `glyph`. `label` names
/// trigger and menu. `on_choose` gets the id of the chosen item; items with a reason against them stay and cannot be chosen.
#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] items: Signal<Vec<MenuItem>>,
    #[prop(into)] on_choose: Callback<String>,
    #[prop(default = Glyph::More)] glyph: Glyph,
    #[prop(default = Align::End)] align: Align,
    #[prop(optional)] outlined: bool,
    #[prop(optional)] touch: bool,
    #[prop(optional, into)] class: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let anchor = NodeRef::<html::Span>::new();
    let trigger = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    let open = RwSignal::new(None::<Start>);
    let id = unique_id("menu");
    let controls = id.clone();
    let own = children.is_some();

    let close = move |refocus: bool| {
        open.set(None);
        if let (true, Some(trigger)) = (refocus, trigger.get_untracked()) {
            // A trigger that is gone takes the focus with it; nothing to return to.
            let _ = trigger.focus();
        }
    };
    // The list goes with the choice; what answers it (a question with its callback) must not go with the list.
    let owner = Owner::current();
    let choose = move |chosen: String| {
        close(true);
        match &owner {
            Some(owner) => owner.with(|| on_choose.run(chosen)),
            None => on_choose.run(chosen),
        }
    };
    let choose = Callback::new(choose);
    view! {
        <span class="menu-anchor" node_ref=anchor>
            <button
                type="button"
                class=class.unwrap_or(if own { "menu-trigger" } else { "icb" })
                class:line=outlined
                class:t=touch
                node_ref=trigger
                aria-haspopup="menu"
                aria-label=move || (!own).then(|| label.get())
                title=move || (!own).then(|| label.get())
                aria-expanded=move || if open.get().is_some() { "true" } else { "false" }
                aria-controls=move || open.get().map(|_| controls.clone())
                on:click=move |event| {
                    event.stop_propagation();
                    open.update(|open| *open = if open.is_some() { None } else { Some(Start::First) });
                }
                on:keydown=move |event| {
                    let start = match event.key().as_str() {
                        "ArrowDown" => Start::First,
                        "ArrowUp" => Start::Last,
                        _ => return,
                    };
                    event.prevent_default();
                    open.set(Some(start));
                }
            >
                {match children {
                    Some(children) => children().into_any(),
                    None => view! { <Icon glyph size=if touch { 18 } else { 14 } /> }.into_any(),
                }}
            </button>
            {move || {
                open.get().map(|start| {
                    let id = id.clone();
                    let focus = move |()| {
                        let last = items.with_untracked(Vec::len).saturating_sub(1);
                        focus_item(list, if start == Start::Last { last } else { 0 });
                    };
                    view! {
                        <Popover anchor align on_dismiss=move |()| close(false) on_shown=focus>
                            <MenuList id label items list on_choose=choose on_close=move |()| close(true) />
                        </Popover>
                    }
                })
            }}
        </span>
    }
}

/// Which item takes the focus when the menu opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    First,
    Last,
}
