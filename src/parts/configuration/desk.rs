//! What the parts of the configuration share: the values, who may change them, how to write, what follows.

use std::fmt;
use std::sync::Arc;

use leptos::prelude::*;
use model::configuration::ConfigBook;
use model::same_as::configuration;
use model::same_as::owner::Owner;
use model::same_as::written::SameAs;

use crate::services::confirm::Confirm;

/// What is asked to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigWrite {
    Set { name: String, value: String },
    Remove { id: i64 },
}

/// A write, and who hears why it failed (none: it did not).
#[derive(Clone)]
pub struct AskConfigWrite {
    pub write: ConfigWrite,
    pub done: Arc<dyn Fn(Option<String>) + Send + Sync>,
}

impl fmt::Debug for AskConfigWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskConfigWrite").field("write", &self.write).finish_non_exhaustive()
    }
}

/// What the parts share. Copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk {
    pub(super) book: Memo<Option<ConfigBook>>,
    pub(super) devices: Signal<u64>,
    pub(super) refusal: Signal<Option<String>>,
    pub(super) on_ask: Callback<AskConfigWrite>,
    pub(super) confirm: Confirm,
    pub(super) is_device: bool,
    /// The fleet's slug or the device's uuid.
    pub(super) called: Signal<String>,
}

impl Desk {
    pub(super) fn ask(self, write: ConfigWrite, done: impl Fn(Option<String>) + Send + Sync + 'static) {
        self.on_ask.run(AskConfigWrite { write, done: Arc::new(done) });
    }

    /// Setting a variable as API call, SDK and CLI.
    pub(super) fn same_as_set(self, name: &str, value: &str) -> Option<SameAs> {
        self.written(|of| configuration::set(of, name, value))
    }

    /// Taking one away as API call, SDK and CLI.
    pub(super) fn same_as_remove(self, variable: i64, name: &str) -> Option<SameAs> {
        self.written(|of| configuration::remove(of, variable, name))
    }

    fn written(self, write: impl FnOnce(Owner<'_>) -> SameAs) -> Option<SameAs> {
        let (fleet, device) = self.book.with(|book| book.as_ref().map(|book| (book.fleet, book.device)))?;
        self.called.with(|called| {
            Some(write(match device {
                Some(id) => Owner::Device { id, uuid: called },
                None => Owner::Fleet { id: fleet, slug: called },
            }))
        })
    }

    /// What happens when a variable changes.
    pub(super) fn consequence(self, reboots: bool) -> String {
        let whom = match (self.is_device, self.devices.get_untracked()) {
            (true, _) => "This device".to_owned(),
            (false, 1) => "The fleet's one device".to_owned(),
            (false, count) => format!("{} devices", model::figure::grouped(count)),
        };
        match (reboots, self.is_device || self.devices.get_untracked() == 1) {
            (true, true) => format!("{whom} will reboot."),
            (true, false) => format!("{whom} will reboot, but for those that set it themselves."),
            (false, true) => format!("{whom} takes it over without a reboot."),
            (false, false) => format!("{whom} take it over without a reboot, but for those that set it themselves."),
        }
    }
}
