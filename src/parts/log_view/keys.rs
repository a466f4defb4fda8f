//! The log's keys, alive while it is on the page.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use super::state::Panel;
use super::take_away;
use crate::services::shortcuts::use_shortcut;

/// J K line, N P match, Y copy, Space pause.
pub(super) fn use_log_keys(panel: Panel) {
    use_shortcut("j", "Next log line", move || panel.step(1));
    use_shortcut("k", "Previous log line", move || panel.step(-1));
    use_shortcut("n", "Next match in the log", move || panel.step_match(true));
    use_shortcut("p", "Previous match in the log", move || panel.step_match(false));
    use_shortcut("y", "Copy the log line", move || take_away::copy_marked(panel));
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.key() == " " && !event.default_prevented() && is_free(&event) {
            event.prevent_default();
            if panel.following.get_untracked() {
                panel.pause();
            } else {
                panel.follow();
            }
        }
    });
    on_cleanup(move || handle.remove());
}

/// Space presses what has the focus; only where nothing wants it, it pauses the log.
fn is_free(event: &KeyboardEvent) -> bool {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let wanted = "a, button, input, textarea, select, summary, [contenteditable], .xterm, [role=dialog], [role=menu], \
                  [role=listbox], [role=grid]";
    !held && target.is_none_or(|target| target.closest(wanted).ok().flatten().is_none())
}
