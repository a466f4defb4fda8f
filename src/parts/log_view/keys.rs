//! The log's keys, alive while it is on the page.

use leptos::{ev, prelude::*};
use logs::desk::step::Target;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::panel::Panel;
use super::query::name_of;
use super::taken::put;
use crate::routes::log_query::LogQuery;
use crate::services::shortcuts::use_shortcut;

/// J K line, N P match, E expand, Y link, L copy, H hide its kind, Space pause; in the log itself the arrows, Home and End too.
pub(super) fn use_log_keys(panel: Panel) {
    use_shortcut("j", "Next log line", move || panel.step(Target::Row, true));
    use_shortcut("k", "Previous log line", move || panel.step(Target::Row, false));
    use_shortcut("n", "Next match in the log", move || panel.step(Target::Hit, true));
    use_shortcut("p", "Previous match in the log", move || panel.step(Target::Hit, false));
    use_shortcut("e", "Open or close the log line", move || open_marked(panel));
    use_shortcut("y", "Copy a link to the log line", move || copy_link(panel));
    use_shortcut("l", "Copy the marked log lines", move || panel.copy_range());
    use_shortcut("h", "Hide lines like the marked log line", move || panel.hide_kind());
    let handle = window_event_listener(ev::keydown, move |event| heard(panel, &event));
    on_cleanup(move || handle.remove());
}

fn heard(panel: Panel, event: &KeyboardEvent) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    if key == " " && !event.shift_key() && is_free(event) {
        event.prevent_default();
        if panel.following.get_untracked() {
            panel.pause();
        } else {
            panel.follow();
        }
        return;
    }
    let is_step = key == "ArrowDown" || key == "ArrowUp";
    if is_step && (event.shift_key() || panel.reading.get_untracked()) && is_inside(panel, event) {
        event.prevent_default();
        if event.shift_key() {
            panel.range_from.update(|from| *from = from.or(panel.marked.get_untracked()));
        } else {
            panel.range_from.set(None);
        }
        panel.step(Target::Row, key == "ArrowDown");
    } else if key == "End" && is_inside(panel, event) {
        event.prevent_default();
        panel.follow();
    }
}

fn open_marked(panel: Panel) {
    let Some(row) = panel.marked.get_untracked().and_then(|number| panel.row(number)) else { return };
    let is_open = row.alike.is_some_and(|alike| alike.is_open);
    panel.toggle(row.number, row.is_structured, row.alike.is_some(), is_open);
}

fn copy_link(panel: Panel) {
    let Some(row) = panel.marked.get_untracked().and_then(|number| panel.row(number)) else { return };
    let name = name_of(&row);
    panel.change(|query| LogQuery { line: Some(name), ..query });
    // The address has the line once the change has been made.
    request_animation_frame(move || {
        if let Ok(address) = window().location().href() {
            put(panel, address, "Copied a link to the line".to_owned());
        }
    });
}

fn target_of(event: &KeyboardEvent) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

fn is_inside(panel: Panel, event: &KeyboardEvent) -> bool {
    let Some(scroller) = panel.scroller.get_untracked() else { return false };
    target_of(event).is_some_and(|target| scroller.contains(Some(&target)))
}

/// Space presses what has the focus; only where nothing wants it, it pauses the log.
fn is_free(event: &KeyboardEvent) -> bool {
    let wanted = "a, button, input, textarea, select, summary, [contenteditable], .xterm, [role=dialog], [role=menu], \
                  [role=listbox], [role=grid], [role=slider]";
    target_of(event).is_none_or(|target| target.closest(wanted).ok().flatten().is_none())
}
