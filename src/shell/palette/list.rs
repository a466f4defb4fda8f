//! The entries under the palette's field: a listbox in groups.

use leptos::{ev, prelude::*};
use ui::icon::Icon;
use ui::kbd::Kbd;
use ui::state_mark::StateMark;

use super::entry::{Entry, Group, Lead};
use crate::parts::device_state::{hue_of, shape_of};

/// The list. `on_point`: the pointer is over an entry; `on_act`: it was pressed.
#[component]
pub(super) fn EntryList(
    id: String,
    label: &'static str,
    groups: Memo<Vec<Group>>,
    active: Memo<Option<String>>,
    option_id: Callback<String, String>,
    #[prop(into)] on_point: Callback<String>,
    on_act: Callback<Entry>,
) -> impl IntoView {
    Effect::new(move |_| {
        let Some(key) = active.get() else { return };
        request_animation_frame(move || {
            if let Some(element) = document().get_element_by_id(&option_id.run(key)) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                element.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    let line = move |entry: Entry| {
        let key = entry.key.clone();
        let is_active = {
            let key = key.clone();
            Memo::new(move |_| active.with(|active| active.as_ref() == Some(&key)))
        };
        let lead = match entry.lead {
            Lead::Icon(glyph) => view! { <Icon glyph /> }.into_any(),
            Lead::State(status) => view! {
                <StateMark tone=hue_of(status.tone()) shape=shape_of(status) />
                <span class="sr-only">{status.label()}" "</span>
            }
            .into_any(),
        };
        let aside = match (&entry.refusal, entry.keys) {
            (Some(reason), _) => view! { <span class="small">{reason.clone()}</span> }.into_any(),
            (None, Some(keys)) => {
                keys.split(' ').map(|key| view! { <Kbd keys=key.to_uppercase() /> }).collect_view().into_any()
            }
            (None, None) => view! { <span class="small faint cut">{entry.aside.clone()}</span> }.into_any(),
        };
        view! {
            <div
                role="option"
                id=option_id.run(key.clone())
                class="it"
                class:on=is_active
                class:dis=entry.refusal.is_some()
                aria-selected=move || if is_active.get() { "true" } else { "false" }
                aria-disabled=entry.refusal.is_some().then_some("true")
                on:pointermove=move |_| {
                    if !is_active.get_untracked() {
                        on_point.run(key.clone());
                    }
                }
                on:mousedown=move |event: ev::MouseEvent| event.prevent_default()
                on:click={
                    let entry = entry.clone();
                    move |event: ev::MouseEvent| {
                        event.stop_propagation();
                        on_act.run(entry.clone());
                    }
                }
            >
                <span class="hstack cut">{lead}<span class="cut">{entry.label.clone()}</span></span>
                <span class="aside">{aside}</span>
            </div>
        }
        .into_any()
    };
    let sections = move || {
        groups
            .get()
            .into_iter()
            .map(|group| {
                view! {
                    <div role="group" aria-label=group.title>
                        <h3 aria-hidden="true">{group.title}</h3>
                        {group.entries.into_iter().map(line).collect_view()}
                    </div>
                }
                .into_any()
            })
            .collect_view()
    };
    view! { <div class="entries" role="listbox" id=id aria-label=label>{sections}</div> }
}
