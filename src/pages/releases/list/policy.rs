//! The head of the list: which release the fleet goes to, and how many of its devices are there.

use leptos::prelude::*;
use model::figure::{UNKNOWN, counted, grouped};
use model::fleet::Fleet;
use model::release::Release;
use ui::badge::{Badge, BadgeFill};
use ui::progress::{BarHeight, Fill, ProgressBar};
use ui::tone::Tone;

/// One line: target, policy, how far.
#[component]
pub(super) fn PolicyLine(fleet: Memo<Option<Fleet>>, list: Memo<Option<Vec<Release>>>) -> impl IntoView {
    let target = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref()?.target.clone()));
    let on_it = Memo::new(move |_| {
        let target = target.get()?.id;
        list.with(|list| list.as_ref()?.iter().find(|release| release.id == target)?.devices)
    });
    let total = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.devices.total())));
    #[expect(clippy::cast_precision_loss, reason = "a share of devices")]
    let share = Signal::derive(move || {
        let (on_it, total) = (on_it.get()?, total.get()?);
        (total > 0).then(|| (on_it as f64 / total as f64).min(1.0))
    });
    let words = Signal::derive(move || match (on_it.get(), total.get()) {
        (Some(on_it), Some(total)) => {
            format!(
                "{} of {} {} it",
                grouped(on_it),
                counted(total, "device", "devices"),
                if on_it == 1 { "runs" } else { "run" }
            )
        }
        _ => UNKNOWN.to_owned(),
    });
    let policy = move || {
        let tracks = fleet.with(|fleet| fleet.as_ref().is_some_and(|fleet| fleet.tracks_latest));
        if tracks { "Tracks the latest release" } else { "Pinned" }
    };
    view! {
        <div class="policy-line">
            <span class="small muted">"Fleet target"</span>
            <span class="mono strong cut">{move || target.get().map_or_else(|| UNKNOWN.to_owned(), |target| target.label)}</span>
            <Badge fill=BadgeFill::Outline small=true>{policy}</Badge>
            <span class="policy-bar"><ProgressBar value=share text=words fill=Fill::State(Tone::Ok) height=BarHeight::H6 /></span>
            <span class="small muted tn">{words}</span>
        </div>
    }
}
