//! The words behind an icon or a cut text, shown on hover and focus; never the only place of a fact.

use std::time::Duration;

use leptos::{ev::KeyboardEvent, html, leptos_dom::helpers::TimeoutHandle, prelude::*};

use crate::popover::Popover;

/// How long the pointer rests before the words appear; focus shows them at once.
const REST: Duration = Duration::from_millis(400);

/// Wraps one control. The control carries its own name; the tooltip repeats it for the eye only.
#[component]
pub fn Tooltip(#[prop(into)] text: Signal<String>, children: Children) -> impl IntoView {
    let anchor = NodeRef::<html::Span>::new();
    let shown = RwSignal::new(false);
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let cancel = move || {
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let hide = move || {
        cancel();
        let _ = shown.try_set(false);
    };
    let rest = move || {
        cancel();
        let show = move || {
            let _ = shown.try_set(true);
        };
        pending.set_value(set_timeout_with_handle(show, REST).ok());
    };
    on_cleanup(cancel);
    view! {
        <span
            class="tip-anchor"
            node_ref=anchor
            on:pointerenter=move |event| {
                if event.pointer_type() == "mouse" {
                    rest();
                }
            }
            on:pointerleave=move |_| hide()
            on:pointerdown=move |_| hide()
            on:focusin=move |_| shown.set(focus_is_visible(anchor))
            on:focusout=move |_| hide()
            on:keydown=move |event: KeyboardEvent| {
                if event.key() == "Escape" && shown.get_untracked() {
                    event.stop_propagation();
                    hide();
                }
            }
        >
            {children()}
            {move || {
                shown.get().then(|| {
                    view! {
                        <Popover anchor on_dismiss=move |()| hide()>
                            <span class="tip" aria-hidden="true">{text}</span>
                        </Popover>
                    }
                })
            }}
        </span>
    }
}

fn focus_is_visible(anchor: NodeRef<html::Span>) -> bool {
    anchor
        .get_untracked()
        .is_some_and(|anchor| anchor.query_selector(":focus-visible").is_ok_and(|focused| focused.is_some()))
}
