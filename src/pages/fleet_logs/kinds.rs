//! What the fleet's page knows for the kinds of messages: which of them came with the fleet's target, and where its devices' logs are.

use leptos::prelude::*;

use crate::data::fleet_log::{MOST_DEVICES, Matching};
use crate::data::fleets::use_fleets;
use crate::data::{release_log, release_runners};
use crate::parts::log_view::{KindsAbout, NewSince};
use crate::routes::device_tab::DeviceTab;
use crate::routes::log_query::LogQuery;
use crate::routes::place::Place;
use crate::services::kept::{keep, kept};

/// Under which name the browser keeps whether they are shown.
const NAME: &str = "log-kinds";
const SHUT: &str = "shut";
const OPEN: &str = "open";
/// Below this width (px) they stand under the log, and are shut at first.
const WIDE: f64 = 1_100.0;

/// Until the owner goes. What the target's devices began to run is read when the kinds are first shown.
pub(super) fn kinds_about(fleet: i64, matching: Memo<Option<Matching>>) -> KindsAbout {
    let is_wide = window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width >= WIDE);
    let is_open = RwSignal::new(is_wide && kept(NAME).as_deref() != Some(SHUT));
    Effect::new(move |before: Option<bool>| {
        let now = is_open.get();
        // On a phone they are shut for want of room, not by choice.
        if before.is_some_and(|before| before != now) && is_wide {
            keep(NAME, if now { OPEN } else { SHUT });
        }
        now
    });
    let found = use_fleets().one(fleet);
    let target = Memo::new(move |_| found.get().fleet()?.target);
    let release = Signal::derive(move || if is_open.get() { target.get().map(|target| target.id) } else { None });
    let runners = release_runners::of(release, MOST_DEVICES as u64);
    let since = Memo::new(move |_| {
        let runners = runners.value()?;
        let names = matching.with(|matching| matching.as_ref().map(|matching| matching.devices.clone()))?;
        Some(NewSince { release: target.get()?.label, boundary: release_log::boundary_among(runners, names) })
    });
    let device = Callback::new(move |(name, lines): (String, LogQuery)| {
        let uuid = matching.with_untracked(|matching| matching.as_ref()?.devices.get(&name).cloned())?;
        Some(Place::Device { uuid, tab: DeviceTab::Logs(lines) }.to_string())
    });
    KindsAbout { is_open, since: since.into(), device }
}
