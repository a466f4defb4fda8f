//! Keys: what is mounted registers its own; none fires in a field, a dialog or a terminal.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// A key, or two in a row ("g f").
#[derive(Debug, Clone)]
pub struct Shortcut {
    /// As on the key, lower case, parted by a blank: `t`, `g f`, `?`.
    pub keys: &'static str,
    /// What it does, as the list of keys shows it.
    pub label: &'static str,
    run: Callback<()>,
    id: u64,
}

/// Under which key the browser keeps that single keys are off.
const KEPT: &str = "binnacle.keys";
const OFF: &str = "off";

/// The page's keys.
#[derive(Debug, Clone, Copy)]
pub struct Shortcuts {
    is_on: RwSignal<bool>,
    list: RwSignal<Vec<Shortcut>>,
    pending: StoredValue<Option<char>>,
    last_id: StoredValue<u64>,
}

/// Listens; once, by the app.
pub fn provide_shortcuts() {
    let is_off = storage().and_then(|storage| storage.get_item(KEPT).ok().flatten()).is_some_and(|kept| kept == OFF);
    let shortcuts = Shortcuts {
        is_on: RwSignal::new(!is_off),
        list: RwSignal::new(Vec::new()),
        pending: StoredValue::new(None),
        last_id: StoredValue::new(0),
    };
    let handle = window_event_listener(ev::keydown, move |event| shortcuts.heard(&event));
    on_cleanup(move || handle.remove());
    provide_context(shortcuts);
}

/// While the component that calls this is there, `keys` run `run`.
pub fn use_shortcut(keys: &'static str, label: &'static str, run: impl Fn() + Send + Sync + 'static) {
    let Some(shortcuts) = use_context::<Shortcuts>() else { return };
    let id = shortcuts.last_id.try_update_value(|id| {
        *id += 1;
        *id
    });
    let id = id.unwrap_or_default();
    shortcuts.list.update(|list| list.push(Shortcut { keys, label, run: Callback::new(move |()| run()), id }));
    on_cleanup(move || {
        let _ = shortcuts.list.try_update(|list| list.retain(|shortcut| shortcut.id != id));
    });
}

/// What the list of keys shows: keys and what they do, those of the innermost part last.
pub fn use_shortcut_list() -> Signal<Vec<(&'static str, &'static str)>> {
    use_context::<Shortcuts>().map_or_else(
        || Signal::stored(Vec::new()),
        |shortcuts| {
            let list = shortcuts.list;
            Signal::derive(move || list.with(|list| list.iter().map(|one| (one.keys, one.label)).collect()))
        },
    )
}

/// Whether keys without Ctrl, ⌘ or Alt do anything (WCAG 2.1.4), and how to change that.
pub fn use_single_keys() -> (Signal<bool>, Callback<bool>) {
    let is_on = use_context::<Shortcuts>().map_or_else(|| RwSignal::new(true), |shortcuts| shortcuts.is_on);
    let change = Callback::new(move |on: bool| {
        is_on.set(on);
        if let Some(storage) = storage() {
            // Kept for the next visit where the browser keeps anything.
            let _ = if on { storage.remove_item(KEPT) } else { storage.set_item(KEPT, OFF) };
        }
    });
    (is_on.into(), change)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

impl Shortcuts {
    fn heard(self, event: &web_sys::KeyboardEvent) {
        if !self.is_on.get_untracked() {
            return;
        }
        let key = event.key();
        let mut letters = key.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return };
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing(event) {
            return;
        }
        let letter = letter.to_ascii_lowercase();
        let pending = self.pending.try_update_value(Option::take).flatten();
        let wanted = pending.map_or_else(|| letter.to_string(), |first| format!("{first} {letter}"));
        let run = self.list.with_untracked(|list| {
            list.iter().rev().find(|shortcut| shortcut.keys == wanted).map(|shortcut| shortcut.run)
        });
        if let Some(run) = run {
            event.prevent_default();
            run.run(());
        } else if pending.is_none() {
            let begins = self.list.with_untracked(|list| {
                list.iter().any(|shortcut| shortcut.keys.len() > 1 && shortcut.keys.starts_with(letter))
            });
            if begins {
                self.pending.set_value(Some(letter));
            }
        }
    }
}

/// The key goes to something that wants it: a field, a terminal, an open dialog.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let takes_keys = "input, textarea, select, [contenteditable], .xterm, [role=dialog], [role=menu], [role=listbox]";
    element.closest(takes_keys).ok().flatten().is_some()
}
