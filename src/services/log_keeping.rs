//! Whether a person keeps the logs they look at in this browser: off until they choose it.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};

use super::kept::{keep, kept};

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Choice {
    /// Nothing, or to forget everything: nothing is kept.
    #[default]
    Never,
    On,
    /// What was kept before is still there.
    Off,
}

/// The choice of who is signed in; a copy is the same choice.
#[derive(Debug, Clone, Copy)]
pub struct LogKeeping {
    /// Under which name it is kept: each person's own.
    name: StoredValue<String>,
    choice: RwSignal<Choice>,
}

/// Reads the choice of this person at this API; once, by the frame of who is signed in.
pub fn provide_log_keeping(api: &str, user: i64) -> LogKeeping {
    let keeping = LogKeeping::of(format!("keep-logs.{api}.{user}"));
    provide_context(keeping);
    keeping
}

/// The choice of who is signed in.
pub fn use_log_keeping() -> LogKeeping {
    use_context().unwrap_or_else(|| LogKeeping::of("keep-logs".to_owned()))
}

impl LogKeeping {
    fn of(name: String) -> Self {
        let choice = match kept(&name).as_deref() {
            Some("on") => Choice::On,
            Some("off") => Choice::Off,
            _ => Choice::Never,
        };
        Self { name: StoredValue::new(name), choice: RwSignal::new(choice) }
    }

    /// Whether logs are kept, reactively.
    pub fn is_on(self) -> Signal<bool> {
        Signal::derive(move || self.choice.get() == Choice::On)
    }

    /// Whether there may be something to forget, reactively.
    pub fn may_have_kept(self) -> bool {
        self.choice.get() != Choice::Never
    }

    /// Logs are kept from now on, and the browser is asked not to let them go when it is short of room.
    pub fn turn_on(self) {
        self.choose(Choice::On);
        persist();
    }

    /// Nothing more is kept; what is kept stays.
    pub fn turn_off(self) {
        self.choose(Choice::Off);
    }

    /// Everything is forgotten, and nothing more is kept.
    pub fn forget(self) {
        self.choose(Choice::Never);
    }

    fn choose(self, choice: Choice) {
        self.choice.set(choice);
        let word = match choice {
            Choice::Never => "",
            Choice::On => "on",
            Choice::Off => "off",
        };
        self.name.with_value(|name| keep(name, word));
    }
}

/// A browser that has no such thing, or refuses, keeps logs all the same, until it is short of room.
fn persist() {
    let member = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into()).ok().filter(|it| !it.is_undefined());
    let Some(storage) = member(&window().navigator(), "storage") else { return };
    if let Some(persist) = member(&storage, "persist").and_then(|persist| persist.dyn_into::<js_sys::Function>().ok()) {
        let _ = persist.call0(&storage);
    }
}
