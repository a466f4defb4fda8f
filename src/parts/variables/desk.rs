//! What the parts of the variables page share: the variables, who may change them, what is being edited, how to write.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use leptos::prelude::*;
use model::resolver::Whose;
use model::same_as::request::upsert;
use model::same_as::written::SameAs;
use model::variable::{Level, Slot};
use model::variable_book::VariableBook;
use model::variable_write::{Answer, Write};

use crate::services::confirm::Confirm;
use crate::services::toasts::Toasts;

/// A write, and who hears what came of it.
#[derive(Clone)]
pub struct Ask {
    pub write: Write,
    /// Not a `Callback`: what asked may be drawn anew before the answer comes.
    pub done: Arc<dyn Fn(Answer) + Send + Sync>,
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ask").field("write", &self.write).finish_non_exhaustive()
    }
}

/// A line of the table: name and whose.
pub(super) type LineKey = (String, Whose);

/// What is being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editing {
    pub(super) line: LineKey,
    /// The level the editor begins with.
    pub(super) level: Level,
}

/// Copy; lives as long as the page's part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk {
    pub(super) book: Memo<Option<VariableBook>>,
    /// How many devices the fleet has.
    pub(super) devices: Signal<u64>,
    pub(super) fleet_refusal: Signal<Option<String>>,
    pub(super) device_refusal: Signal<Option<String>>,
    pub(super) editing: RwSignal<Option<Editing>>,
    pub(super) is_adding: RwSignal<bool>,
    pub(super) is_importing: RwSignal<bool>,
    /// Whose devices are listed: name and service.
    pub(super) overrides_of: RwSignal<Option<(String, Option<i64>)>>,
    /// Names of secrets that are shown.
    pub(super) shown: RwSignal<HashSet<String>>,
    pub(super) on_ask: Callback<Ask>,
    pub(super) confirm: Confirm,
    pub(super) toasts: Toasts,
}

impl Desk {
    /// Why a level may not be changed by the person.
    pub(super) fn refusal(self, level: Level) -> Signal<Option<String>> {
        if level.is_of_device() { self.device_refusal } else { self.fleet_refusal }
    }

    /// Reads the book once.
    pub(super) fn peek<T>(self, read: impl FnOnce(&VariableBook) -> T) -> Option<T> {
        self.book.with_untracked(|book| book.as_ref().map(read))
    }

    /// Reads the book, reactively.
    pub(super) fn read<T>(self, read: impl FnOnce(&VariableBook) -> T) -> Option<T> {
        self.book.with(|book| book.as_ref().map(read))
    }

    /// What happens when a slot's variable changes, reactively.
    pub(super) fn consequence(self, slot: Slot) -> String {
        let devices = self.devices.get();
        self.read(|book| book.consequence(slot, devices)).unwrap_or_default()
    }

    /// Writes; `done` hears what came of it.
    pub(super) fn ask(self, write: Write, done: impl Fn(Answer) + Send + Sync + 'static) {
        self.on_ask.run(Ask { write, done: Arc::new(done) });
    }
}

/// The same as API call, SDK and CLI.
pub(super) fn same_as(slot: Slot, name: &str, value: &str) -> SameAs {
    let key = vec![(slot.level.parent(), slot.parent.into()), ("name", name.into())];
    upsert(slot.level.resource(), key, &[("value", value.into())])
}
