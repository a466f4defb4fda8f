//! The log that a panel shows: what it tells, and the way to ask it.

use std::sync::Arc;

use leptos::prelude::*;
use logs::desk::ask::Ask;
use logs::desk::keeping::Keeping;
use logs::desk::kinds::{KindDevices, ShownKinds};
use logs::desk::shown::Shown;
use logs::desk::tell::{Streams, Tell};
use logs::timeline::Timeline;
use web_sys::Blob;

/// A log that somebody holds.
#[derive(Debug, Clone, Copy)]
pub struct LogHandle {
    /// What there is to see; none before the first answer.
    pub shown: Signal<Option<Arc<Shown>>>,
    pub timeline: Signal<Option<Timeline>>,
    pub streams: Signal<Streams>,
    /// Kinds of messages, once they are asked for.
    pub kinds: Signal<Option<Arc<ShownKinds>>>,
    /// The devices of the kind last asked about.
    pub kind_devices: Signal<Option<KindDevices>>,
    /// The last answer to a question; every one is told.
    pub answer: Signal<Option<Tell>>,
    /// The last file, and how many rows it has.
    pub file: Signal<Option<(Blob, u32)>, LocalStorage>,
    /// How it stands with keeping it in this browser.
    pub keeping: Signal<Keeping>,
    pub ask: Callback<Ask>,
}
