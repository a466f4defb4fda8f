//! What the page of a log knows for its kinds of messages.

use leptos::prelude::*;
use logs::kinds::Boundary;

use crate::routes::log_query::LogQuery;

/// A release in which kinds may be new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSince {
    /// Its version.
    pub release: String,
    /// By the names that the log shows its devices by.
    pub boundary: Boundary,
}

/// Handed to a log of several devices; a log without it has the kinds of one device.
#[derive(Debug, Clone, Copy)]
pub struct KindsAbout {
    /// Whether the kinds are shown beside the log.
    pub is_open: RwSignal<bool>,
    pub since: Signal<Option<NewSince>>,
    /// The address of a device's log by the device's name, with these lines.
    pub device: Callback<(String, LogQuery), Option<String>>,
}

impl KindsAbout {
    /// Of a single device: shut, and nothing to compare with.
    pub(super) fn one() -> Self {
        Self { is_open: RwSignal::new(false), since: Signal::stored(None), device: Callback::new(|_| None) }
    }
}
