//! The command palette, on ⌘K or Ctrl K: what can be done here, and every fleet, device and release to go to.

mod entry;
mod groups;
mod list;

use leptos::wasm_bindgen::JsCast;
use leptos::{ev, html, prelude::*};
use model::fleet::Fleet;
use ui::icon::{Glyph, Icon};
use ui::kbd::Kbd;
use ui::unique_id::unique_id;

pub(in crate::shell) use self::entry::Scope;
use self::entry::{Act, Entry, first_possible, moved};
use self::groups::{Sources, groups};
use self::list::EntryList;
use crate::data::fleets::use_fleets;
use crate::data::search;
use crate::routes::place::Place;
use crate::services::commands::use_command_list;
use crate::services::navigation::use_navigator;

/// Listens for the key, and shows the palette while `scope` says what for.
#[component]
pub(in crate::shell) fn Palette(
    scope: RwSignal<Option<Scope>>,
    place: Memo<Place>,
    fleet: Memo<Option<Fleet>>,
) -> impl IntoView {
    let heard = window_event_listener(ev::keydown, move |event| {
        let is_key = event.key().eq_ignore_ascii_case("k") && (event.meta_key() || event.ctrl_key());
        if !is_key || event.alt_key() || event.shift_key() || is_shells(&event) {
            return;
        }
        event.prevent_default();
        scope.update(|scope| *scope = if scope.is_some() { None } else { Some(Scope::Everything) });
    });
    on_cleanup(move || heard.remove());
    move || scope.get().map(|now| view! { <Open now scope place fleet /> })
}

/// Ctrl K in a terminal belongs to the shell; with a dialog open it waits until that is answered.
fn is_shells(event: &ev::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let within =
        |selector: &str| element.as_ref().is_some_and(|element| element.closest(selector).ok().flatten().is_some());
    (event.ctrl_key() && within(".xterm")) || within("dialog:not(.palette)")
}

#[component]
fn Open(now: Scope, scope: RwSignal<Option<Scope>>, place: Memo<Place>, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let (navigator, commands, fleets) = (use_navigator(), use_command_list(), use_fleets().list());
    let dialog = NodeRef::<html::Dialog>::new();
    let id = unique_id("palette");
    let typed = RwSignal::new(String::new());
    let within = Signal::stored(if let Scope::DevicesOf(fleet) = now { Some(fleet) } else { None });
    let hits = search::of(typed.into(), within);
    let shown = Memo::new_with_compare(
        move |_| {
            let (typed, place, fleet) = (typed.get(), place.get(), fleet.get());
            let fleets = fleets.get().unwrap_or_default();
            let sources = Sources {
                scope: now,
                typed: &typed,
                place: &place,
                fleet: fleet.as_ref(),
                fleets: &fleets,
                commands: commands.get(),
                hits: hits.value().unwrap_or_default(),
            };
            groups(&sources)
        },
        |_, _| true,
    );
    let chosen = RwSignal::new(None::<String>);
    // What was chosen stays chosen while it is there; typing begins anew.
    let active = Memo::new(move |_| {
        let groups = shown.get();
        let there = |key: &String| groups.iter().flat_map(|group| &group.entries).any(|entry| entry.key == *key);
        chosen.get().filter(there).or_else(|| first_possible(&groups))
    });
    let before = StoredValue::new_local(
        document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()),
    );
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
            let input = dialog.query_selector("input").ok().flatten();
            if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = input.focus();
            }
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        if let Some(before) = before.try_get_value().flatten() {
            let _ = before.focus();
        }
        scope.set(None);
    };
    let act = Callback::new(move |entry: Entry| {
        if entry.refusal.is_some() {
            return;
        }
        close();
        match entry.act {
            Act::Run(run) => run.run(()),
            Act::Go(address) => navigator.go_to(address, false),
        }
    });
    let keys = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "PageDown" => 5,
            "PageUp" => -5,
            "Enter" => {
                event.prevent_default();
                let entry = active.get_untracked().and_then(|key| {
                    shown.with_untracked(|groups| {
                        groups.iter().flat_map(|group| &group.entries).find(|entry| entry.key == key).cloned()
                    })
                });
                if let Some(entry) = entry {
                    act.run(entry);
                }
                return;
            }
            "k" | "K" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                close();
                return;
            }
            // The focus stays in the field: Tab leads nowhere else.
            "Tab" => 0,
            _ => return,
        };
        event.prevent_default();
        if step != 0 {
            let next = shown.with_untracked(|groups| moved(groups, active.get_untracked().as_deref(), step));
            chosen.set(next);
        }
    };
    let on_scrim = move |event: ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.as_ref().is_some_and(|target| target.tag_name() == "DIALOG") {
            close();
        }
    };
    let (label, placeholder) = match now {
        Scope::Everything => ("Command palette", "Search or run a command"),
        Scope::Fleets => ("Go to another fleet", "Go to another fleet"),
        Scope::DevicesOf(_) => ("Go to another device", "Go to another device"),
    };
    let list_id = format!("{id}-list");
    let option_id = {
        let id = id.clone();
        Callback::new(move |key: String| format!("{id}-{key}"))
    };
    let count = move || shown.with(|groups| groups.iter().map(|group| group.entries.len()).sum::<usize>());
    let is_waiting = Memo::new(move |_| hits.is_loading() && !typed.with(|typed| typed.trim().is_empty()));
    view! {
        <dialog
            class="palette"
            aria-modal="true"
            aria-label=label
            node_ref=dialog
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                close();
            }
            on:mousedown=on_scrim
            on:keydown=keys
        >
            <div class="paper">
                <div class="q">
                    <Icon glyph=Glyph::Search />
                    <input
                        type="text"
                        role="combobox"
                        aria-label=placeholder
                        aria-expanded="true"
                        aria-controls=list_id.clone()
                        aria-autocomplete="list"
                        aria-activedescendant=move || active.get().map(|key| option_id.run(key))
                        autocomplete="off"
                        spellcheck="false"
                        maxlength="200"
                        placeholder=placeholder
                        prop:value=typed
                        on:input=move |event| {
                            chosen.set(None);
                            typed.set(event_target_value(&event));
                        }
                    />
                    <Kbd keys="Esc" />
                </div>
                <EntryList id=list_id label groups=shown active option_id on_point=move |key| chosen.set(Some(key)) on_act=act />
                <p class="sr-only" role="status">
                    {move || match count() {
                        0 if is_waiting.get() => "Searching".to_owned(),
                        0 => "Nothing found".to_owned(),
                        1 => "1 entry".to_owned(),
                        count => format!("{count} entries"),
                    }}
                </p>
                {move || {
                    (count() == 0).then(|| {
                        let words = if is_waiting.get() { "Searching…" } else { "Nothing is called that." };
                        view! { <p class="none small muted" aria-hidden="true">{words}</p> }
                    })
                }}
            </div>
        </dialog>
    }
}
